package commerce.local.simulators.alipay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a call asks for, {@code biz_content}, read as strictly as Alipay does; amounts are decimal yuan, times are Beijing's. */
record Content(ObjectNode json) {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    static Content of(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new Content(object);
            }
        } catch (JsonProcessingException notJson) {
            // refused below
        }
        throw AlipayError.arguments("isv.invalid-parameter", "参数无效：biz_content");
    }

    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZONE));
    }

    static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    Optional<String> optional(String name, int longest) {
        var value = json.path(name);
        if (value.isMissingNode() || value.isNull() || value.asText().isEmpty()) {
            return Optional.empty();
        }
        if (!value.isValueNode() || value.asText().length() > longest) {
            throw AlipayError.parameter(name);
        }
        return Optional.of(value.asText());
    }

    String text(String name, int longest) {
        return optional(name, longest).orElseThrow(() -> AlipayError.parameter(name + "不能为空"));
    }

    /** From 0.01 to 100,000,000 yuan, at most two decimals. */
    Money amount(String name) {
        var text = text(name, 12);
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,2})?")) {
            throw AlipayError.parameter(name);
        }
        var fen = new BigDecimal(text).movePointRight(2).longValueExact();
        if (fen < 1 || fen > 100_000_000_00L) {
            throw AlipayError.parameter(name);
        }
        return new Money(fen, "CNY");
    }

    /** {@code time_expire}, or {@code timeout_express} such as {@code 90m}, or two hours. */
    Instant expiry(Instant now) {
        var absolute = optional("time_expire", 32);
        if (absolute.isPresent()) {
            try {
                return LocalDateTime.parse(absolute.get(), TIME).atZone(ZONE).toInstant();
            } catch (DateTimeParseException notOne) {
                throw AlipayError.parameter("time_expire");
            }
        }
        var relative = optional("timeout_express", 6).orElse("2h");
        if (!relative.matches("[0-9]{1,5}[mhd]|1c")) {
            throw AlipayError.parameter("timeout_express");
        }
        if (relative.equals("1c")) {
            return now.atZone(ZONE).toLocalDate().plusDays(1).atStartOfDay(ZONE).toInstant();
        }
        var number = Long.parseLong(relative.substring(0, relative.length() - 1));
        return switch (relative.charAt(relative.length() - 1)) {
            case 'm' -> now.plusSeconds(number * 60);
            case 'h' -> now.plusSeconds(number * 3600);
            default -> now.plusSeconds(number * 86_400);
        };
    }
}
