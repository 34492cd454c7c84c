package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/**
 * Adyen's Checkout API as it is on the wire.
 *
 * @param http the way there
 * @param baseUrl for example {@code https://checkout-test.adyen.com}
 * @param accounts ours
 */
record AdyenApi(ProviderHttp http, String baseUrl, ProviderSecrets.Active<AdyenAccount> accounts) {

    private static final String VERSION = "/v71";

    /** What Adyen answered. */
    sealed interface Answer {

        /** It did as asked. */
        record Done(JsonNode object) implements Answer {}

        /** It will not; its code for why, never what we sent. */
        record Refused(int status, String code) implements Answer {}
    }

    /** @param idempotencyKey at most 64 characters: the same key is answered the same for at least seven days */
    Answer post(String path, Map<String, Object> body, String idempotencyKey) {
        return answer(request(baseUrl + VERSION + path).header("idempotency-key", idempotencyKey).header("content-type", "application/json").POST(BodyPublishers.ofString(Json.write(body))));
    }

    Answer patch(String path, Map<String, Object> body) {
        return answer(request(baseUrl + VERSION + path).header("content-type", "application/json").method("PATCH", BodyPublishers.ofString(Json.write(body))));
    }

    Answer get(String path) {
        return answer(request(baseUrl + VERSION + path).GET());
    }

    /** A report, as it is. @throws Busy while it is not there */
    byte[] report(String file) {
        var account = accounts.current();
        var reply = send(request(account.reportsUrl().orElse(baseUrl) + "/reports/download/MerchantAccount/" + account.merchantAccount() + "/" + file).GET());
        if (!reply.isSuccess()) {
            throw new Busy("adyen answered " + reply.status() + " to a download", null);
        }
        return reply.bytes();
    }

    private HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private ProviderHttp.Reply send(HttpRequest.Builder request) {
        return accounts.asked(account -> http.send(AdyenProvider.NAME, request.copy().header("x-api-key", account.apiKey())), refusal -> refusal.status() == 401 || refusal.status() == 403);
    }

    /** @throws Busy where the same request may succeed later: our key is not accepted (a rotation), or the same request is still at work */
    private Answer answer(HttpRequest.Builder request) {
        var reply = send(request);
        if (reply.isSuccess()) {
            return new Answer.Done(Json.read(reply.body()));
        }
        var code = codeOf(reply);
        if (reply.status() == 401 || reply.status() == 403 || reply.status() == 409 || code.equals("704")) {
            throw new Busy("adyen answered " + reply.status() + ": " + code, null);
        }
        return new Answer.Refused(reply.status(), code);
    }

    private static String codeOf(ProviderHttp.Reply reply) {
        try {
            return Json.read(reply.body()).path("errorCode").asText("status " + reply.status());
        } catch (UncheckedIOException notJson) {
            return "status " + reply.status();
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "AdyenApi[" + baseUrl + "]";
    }
}
