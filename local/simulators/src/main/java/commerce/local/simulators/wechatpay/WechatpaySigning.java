package commerce.local.simulators.wechatpay;

import commerce.local.simulators.Call;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Reply;
import commerce.local.simulators.Rsa;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** WECHATPAY2-SHA256-RSA2048: checks what the merchant signed, signs answers and notifications. */
final class WechatpaySigning {

    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
    private static final Pattern FIELD = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final WechatpayAccount account;
    private final AtomicLong nonces = new AtomicLong();

    WechatpaySigning(WechatpayAccount account) {
        this.account = account;
    }

    /** @throws WechatpayError 401 unless the merchant signed the call, and not long ago */
    void check(Call call, Instant now) {
        var header = call.header("authorization").orElse("");
        if (!header.startsWith(SCHEME + " ")) {
            throw refused("Http头Authorization认证类型不正确");
        }
        var fields = new HashMap<String, String>();
        var found = FIELD.matcher(header);
        while (found.find()) {
            fields.put(found.group(1), found.group(2));
        }
        if (!account.mchid().equals(fields.get("mchid"))) {
            throw refused("商户号不正确");
        }
        if (!account.merchantSerial().equals(fields.get("serial_no"))) {
            throw refused("商户证书序列号有误");
        }
        var timestamp = fields.getOrDefault("timestamp", "");
        if (!timestamp.matches("[0-9]{1,12}") || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs().compareTo(TOLERANCE) > 0) {
            throw refused("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟");
        }
        var signed = String.join("\n", call.method(), call.target(), timestamp, fields.getOrDefault("nonce_str", ""), call.text()) + "\n";
        if (!Rsa.proves(account.merchantKey(), signed, fields.getOrDefault("signature", ""))) {
            throw refused("错误的签名，验签失败");
        }
    }

    private static WechatpayError refused(String message) {
        return new WechatpayError(401, "SIGN_ERROR", message);
    }

    Reply signed(Reply reply, Instant now) {
        return reply.with(headers(reply.body(), now));
    }

    /** For an answer or a notification with that body. */
    Map<String, String> headers(byte[] body, Instant now) {
        var timestamp = String.valueOf(now.getEpochSecond());
        var nonce = Ids.letters(32, "nonce " + timestamp + " " + nonces.incrementAndGet());
        return Map.of(
                "Wechatpay-Timestamp", timestamp,
                "Wechatpay-Nonce", nonce,
                "Wechatpay-Serial", account.platformKeyId(),
                "Wechatpay-Signature", Rsa.sign(account.platformKey(), timestamp + "\n" + nonce + "\n" + new String(body, StandardCharsets.UTF_8) + "\n"),
                "Wechatpay-Signature-Type", SCHEME,
                "Request-ID", Ids.capitals(24, nonce));
    }
}
