package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/**
 * WeChat Pay's API v3 as it is on the wire: signed requests, signed answers. An answer that WeChat's key does not prove is no answer.
 *
 * @param http the way there
 * @param baseUrl for example {@code https://api.mch.weixin.qq.com}
 * @param accounts ours
 * @param now for the signatures on both sides
 */
record WechatpayApi(ProviderHttp http, String baseUrl, ProviderSecrets.Active<WechatpayAccount> accounts, Instant now) {

    /** What WeChat answered. */
    sealed interface Answer {

        /** It did as asked. */
        record Done(JsonNode object) implements Answer {}

        /** It will not; its code for why, never what we sent. */
        record Refused(int status, String code) implements Answer {}
    }

    Answer post(String path, Object body) {
        var json = Json.write(body);
        return answer(account -> request(account, "POST", URI.create(baseUrl + path), json).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    Answer get(String pathAndQuery) {
        return answer(account -> request(account, "GET", URI.create(baseUrl + pathAndQuery), "").GET());
    }

    /** A bill's file, whose address and hash a signed answer named: it is not signed itself. */
    byte[] download(String url) {
        var reply = send(account -> request(account, "GET", URI.create(url), "").GET());
        if (!reply.isSuccess()) {
            throw new Busy("wechatpay answered " + reply.status() + " to a download", null);
        }
        return reply.bytes();
    }

    private ProviderHttp.Reply send(Function<WechatpayAccount, HttpRequest.Builder> request) {
        return accounts.asked(account -> http.send(WechatpayProvider.NAME, request.apply(account)), refusal -> refusal.status() == 401);
    }

    private HttpRequest.Builder request(WechatpayAccount account, String method, URI uri, String body) {
        var pathAndQuery = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        var nonce = UUID.randomUUID().toString().replace("-", "");
        return HttpRequest.newBuilder(uri)
                .header("authorization", WechatpaySignature.authorization(account, method, pathAndQuery, body, now, nonce))
                .header("accept", "application/json")
                .header("user-agent", "commerce-functions")
                .header("wechatpay-serial", account.preferredPlatformKey());
    }

    /** @throws Busy where the same request may succeed later: our signature is not accepted (a rotation), or the answer is not proved */
    private Answer answer(Function<WechatpayAccount, HttpRequest.Builder> request) {
        var reply = send(request);
        if (reply.status() == 401) {
            throw new Busy("wechatpay does not accept our signature: " + codeOf(reply), null);
        }
        if (!reply.isSuccess()) {
            return new Answer.Refused(reply.status(), codeOf(reply));
        }
        var judgement = accounts.judged(active -> WechatpaySignature.judge(name -> reply.headers().firstValue(name), reply.bytes(), now, WechatpayProvider.platformKeys(active)),
                WechatpaySignature.Judgement.UNPROVED::equals);
        if (judgement != WechatpaySignature.Judgement.GENUINE) {
            throw new Busy("an answer in the name of wechatpay is not proved: " + judgement, null);
        }
        return new Answer.Done(reply.bytes().length == 0 ? Json.object() : Json.read(reply.body()));
    }

    private static String codeOf(ProviderHttp.Reply reply) {
        try {
            return Json.read(reply.body()).path("code").asText("status " + reply.status());
        } catch (UncheckedIOException notJson) {
            return "status " + reply.status();
        }
    }
}
