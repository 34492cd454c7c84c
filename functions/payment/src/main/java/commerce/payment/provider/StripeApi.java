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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stripe's API as it is on the wire: forms in, JSON out.
 *
 * @param http the way there
 * @param baseUrl for example {@code https://api.stripe.com}
 * @param accounts ours
 */
record StripeApi(ProviderHttp http, String baseUrl, ProviderSecrets.Active<StripeAccount> accounts) {

    /** The version whose words we speak; an account's default may be another, or change. */
    static final String VERSION = "2026-07-29.dahlia";
    private static final int CONFLICT = 409;

    /** What Stripe answered. */
    sealed interface Answer {

        /** It did as asked. */
        record Done(JsonNode object) implements Answer {}

        /** It will not; its code or type for why, never what we sent. */
        record Refused(int status, String why) implements Answer {}
    }

    /** @param idempotencyKey the same key is the same request, however often it arrives (Stripe remembers it for at least 24 hours) */
    Answer post(String path, Map<String, String> form, String idempotencyKey) {
        return answer(send(request(path).header("content-type", "application/x-www-form-urlencoded").header("idempotency-key", idempotencyKey).POST(BodyPublishers.ofString(encoded(form)))));
    }

    Answer get(String path, Map<String, String> query) {
        return answer(send(request(query.isEmpty() ? path : path + "?" + encoded(query)).GET()));
    }

    /**
     * A page of our books, as it came.
     *
     * @throws Busy where the same request may succeed later
     * @throws IllegalStateException if Stripe will not show them
     */
    byte[] page(String path, Map<String, String> query) {
        var reply = send(request(path + "?" + encoded(query)).GET());
        if (answer(reply) instanceof Answer.Refused(var status, var why)) {
            throw new IllegalStateException("stripe does not show its books: " + why);
        }
        return reply.bytes();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).header("stripe-version", VERSION);
    }

    private ProviderHttp.Reply send(HttpRequest.Builder request) {
        return accounts.asked(account -> http.send(StripeProvider.NAME, request.copy().header("authorization", "Bearer " + account.apiKey())), refusal -> refusal.status() == 401);
    }

    /** @throws Busy where the same request may succeed later: our key is not accepted (a rotation), or the same request is still at work */
    private static Answer answer(ProviderHttp.Reply reply) {
        if (reply.isSuccess()) {
            return new Answer.Done(Json.read(reply.body()));
        }
        if (reply.status() == 401 || reply.status() == CONFLICT) {
            throw new Busy("stripe answered " + reply.status() + ": " + whyOf(reply), null);
        }
        return new Answer.Refused(reply.status(), whyOf(reply));
    }

    private static String whyOf(ProviderHttp.Reply reply) {
        try {
            var error = Json.read(reply.body()).path("error");
            return error.path("code").asText(error.path("type").asText("status " + reply.status()));
        } catch (UncheckedIOException notJson) {
            return "status " + reply.status();
        }
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue())).collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "StripeApi[" + baseUrl + "]";
    }
}
