package commerce.local.simulators.wechatpay;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A request's JSON, read as strictly as WeChat Pay does. */
record Fields(ObjectNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Fields of(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return new Fields(object);
            }
        } catch (JacksonException notJson) {
            // refused below
        } catch (IOException impossible) {
            throw new IllegalStateException("read from memory", impossible);
        }
        throw new WechatpayError(400, "PARAM_ERROR", "参数错误: 请求体不是JSON对象");
    }

    JsonNode at(String pointer) {
        return json.at("/" + pointer.replace('.', '/'));
    }

    Optional<String> optional(String field, Pattern form) {
        var value = at(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || !form.matcher(value.asText()).matches()) {
            throw WechatpayError.param(field, "格式不正确");
        }
        return Optional.of(value.asText());
    }

    String text(String field, Pattern form) {
        return optional(field, form).orElseThrow(() -> WechatpayError.param(field, "不能为空"));
    }

    long amount(String field) {
        var value = at(field);
        if (!value.isIntegralNumber() || value.asLong() < 1) {
            throw WechatpayError.param(field, "必须是大于0的整数，单位为分");
        }
        return value.asLong();
    }

    Optional<OffsetDateTime> time(String field) {
        return optional(field, Pattern.compile(".{1,64}")).map(text -> {
            try {
                return OffsetDateTime.parse(text);
            } catch (DateTimeParseException notOne) {
                throw WechatpayError.param(field, "必须是rfc3339格式");
            }
        });
    }

    /** Absolute, and without a query, as WeChat Pay demands. */
    Optional<URI> address(String field) {
        return optional(field, Pattern.compile("https?://[^?#\\s]{1,240}")).map(URI::create);
    }
}
