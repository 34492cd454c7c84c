package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Alipay's gateway as it is on the wire: one address, the method is a parameter, the status is 200 whatever it says; both sides sign. An
 * answer that Alipay's key does not prove is no answer.
 *
 * @param http the way there
 * @param baseUrl for example {@code https://openapi.alipay.com}
 * @param accounts ours
 * @param now for the request
 */
record AlipayApi(ProviderHttp http, String baseUrl, ProviderSecrets.Active<AlipayAccount> accounts, Instant now) {

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final String OK = "10000";
    /** The gateway's own trouble, our credentials, a limit: the same request may succeed later. */
    private static final Set<String> LATER = Set.of("20000", "20001", "40005", "40006");
    private static final Set<String> NOT_US = Set.of("isv.invalid-signature", "isv.missing-signature", "isv.invalid-app-id", "isv.missing-app-id", "isv.missing-signature-key");

    /** What Alipay answered. */
    sealed interface Answer {

        /** It did as asked. */
        record Done(JsonNode object) implements Answer {}

        /** It will not; its sub-code for why, never what we sent. */
        record Refused(String why) implements Answer {}
    }

    /** @throws Busy where the same request may succeed later, or the answer is not proved */
    Answer call(String method, Object content, Optional<String> notifyUrl) {
        var reply = accounts.asked(account -> http.send(AlipayProvider.NAME, request(account, method, content, notifyUrl)), refusal -> NOT_US.contains(subCode(method, refusal.body())));
        if (reply.status() != 200) {
            throw new Busy("alipay answered " + reply.status() + " to " + method, null);
        }
        return answer(method, reply.body());
    }

    private HttpRequest.Builder request(AlipayAccount account, String method, Object content, Optional<String> notifyUrl) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("app_id", account.appId());
        parameters.put("method", method);
        parameters.put("format", "json");
        parameters.put("charset", "utf-8");
        parameters.put("sign_type", AlipaySignature.TYPE);
        parameters.put("timestamp", TIME.format(now.atOffset(CHINA)));
        parameters.put("version", "1.0");
        notifyUrl.ifPresent(url -> parameters.put("notify_url", url));
        parameters.put("biz_content", Json.write(content));
        parameters.put("sign", AlipaySignature.sign(account.appKey(), AlipaySignature.text(parameters, Set.of("sign"))));
        var body = "biz_content=" + encoded(parameters.remove("biz_content"));
        var query = parameters.entrySet().stream().map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue())).collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(baseUrl + "/gateway.do?" + query)).header("content-type", "application/x-www-form-urlencoded;charset=utf-8").POST(BodyPublishers.ofString(body));
    }

    /** What it says against the request, proved or not; it says so of a signature it does not accept, and may not sign that answer either. */
    private static String subCode(String method, String body) {
        try {
            var envelope = Json.read(body);
            return envelope.path(nodeOf(method)).path("sub_code").asText(envelope.path("error_response").path("sub_code").asText(""));
        } catch (UncheckedIOException notJson) {
            return "";
        }
    }

    private static String nodeOf(String method) {
        return method.replace('.', '_') + "_response";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer answer(String method, String body) {
        var node = nodeOf(method);
        try {
            var envelope = Json.read(body);
            if (!envelope.has(node)) {
                throw new Busy("alipay does not understand " + method + ": " + envelope.path("error_response").path("sub_code").asText("no answer"), null);
            }
            // What is signed is the text, so what is read is that text too.
            var text = nodeText(body, node);
            if (!accounts.judged(active -> AlipaySignature.proves(AlipayProvider.alipayKeys(active), text, envelope.path("sign").asText("")), proved -> !proved)) {
                throw new Busy("an answer in the name of alipay is not proved: " + envelope.path(node).path("sub_code").asText("none of its keys made the signature"), null);
            }
            return judged(method, Json.read(text));
        } catch (UncheckedIOException notJson) {
            throw new Busy("alipay answered " + method + " with no JSON", null);
        }
    }

    private static Answer judged(String method, JsonNode object) {
        var code = object.path("code").asText();
        if (code.equals(OK)) {
            return new Answer.Done(object);
        }
        var why = object.path("sub_code").asText(code);
        if (LATER.contains(code) || NOT_US.contains(why) || why.endsWith("SYSTEM_ERROR")) {
            throw new Busy("alipay answered " + method + " with " + code + ": " + why, null);
        }
        return new Answer.Refused(why);
    }

    /** The object under that name exactly as it was sent: from its first brace to the one that closes it. */
    private static String nodeText(String body, String node) {
        var start = body.indexOf('{', body.indexOf("\"" + node + "\""));
        var depth = 0;
        var quoted = false;
        for (int i = start; i >= 0 && i < body.length(); i++) {
            switch (body.charAt(i)) {
                case '\\' -> i++;
                case '"' -> quoted = !quoted;
                case '{' -> depth += quoted ? 0 : 1;
                case '}' -> {
                    depth -= quoted ? 0 : 1;
                    if (depth == 0) {
                        return body.substring(start, i + 1);
                    }
                }
                default -> {
                    // Nothing that opens or closes.
                }
            }
        }
        return "";
    }

    /** A bill's file, whose address a signed answer named: it is not signed itself. */
    byte[] download(String url) {
        var reply = http.send(AlipayProvider.NAME, HttpRequest.newBuilder(URI.create(url)).GET());
        if (!reply.isSuccess()) {
            throw new Busy("alipay answered " + reply.status() + " to a download", null);
        }
        return reply.bytes();
    }
}
