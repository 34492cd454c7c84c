package commerce.local.simulators.stripe;

import commerce.local.simulators.Call;
import commerce.local.simulators.Change;
import commerce.local.simulators.DeliveryRules;
import commerce.local.simulators.Desk;
import commerce.local.simulators.IdempotentCalls;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Protocol;
import commerce.local.simulators.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Stripe's API: who may call, which calls repeat an earlier one, and which object answers. */
public final class StripeProtocol implements Protocol {

    private final Desk desk;
    private final StripeAccount account;
    private final IdempotentCalls idempotency;
    private final StripeObjects objects;
    private final StripeEvents events;
    private final StripeSessions sessions;
    private final StripeRefunds refunds;
    private final StripeReports reports;
    private final AtomicLong requests = new AtomicLong();

    public StripeProtocol(Desk desk, StripeAccount account) {
        this.desk = desk;
        this.account = account;
        this.idempotency = new IdempotentCalls(desk.clock(), Duration.ofHours(24));
        this.objects = new StripeObjects(desk, account);
        this.events = new StripeEvents(desk, account, objects);
        this.sessions = new StripeSessions(desk, objects);
        this.refunds = new StripeRefunds(desk, objects);
        this.reports = new StripeReports(desk, objects);
    }

    @Override
    public Reply answer(Call call) {
        var requestId = "req_" + Ids.letters(14, "stripe request " + requests.incrementAndGet());
        var reply = authenticated(call);
        var headers = new HashMap<>(reply.headers());
        headers.put("Request-Id", requestId);
        headers.put("Stripe-Version", call.header("stripe-version").orElse(StripeEvents.API_VERSION));
        return reply.with(headers);
    }

    private Reply authenticated(Call call) {
        try {
            authenticate(call);
            var key = call.header("idempotency-key").filter(any -> call.method().equals("POST"));
            return key.isPresent() ? once(key.get(), call) : routed(call);
        } catch (StripeError refusal) {
            return refusal.reply();
        } catch (IllegalArgumentException notAForm) {
            return StripeError.invalid(null, null, "Invalid request: the parameters are not a form.").reply();
        }
    }

    private void authenticate(Call call) {
        var given = call.header("authorization").orElse("");
        if (!given.startsWith("Bearer ")) {
            throw StripeError.notAuthenticated("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        }
        var key = given.substring("Bearer ".length()).strip();
        if (!MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), account.apiKey().getBytes(StandardCharsets.UTF_8))) {
            throw StripeError.notAuthenticated("Invalid API Key provided: " + key.substring(0, Math.min(8, key.length())) + "****");
        }
    }

    /** Refusals of what was asked are not kept: the call has not begun then. */
    private Reply once(String key, Call call) {
        if (key.length() > 255) {
            throw StripeError.invalid(null, null, "Idempotency keys must be at most 255 characters long.");
        }
        var fingerprint = call.method() + " " + call.target() + "\n" + call.text();
        return switch (idempotency.answer(key, fingerprint, () -> routed(call), reply -> true)) {
            case IdempotentCalls.Result.First(var reply) -> reply.with(Map.of("Idempotency-Key", key));
            case IdempotentCalls.Result.Repeated(var reply) -> reply.with(Map.of("Idempotency-Key", key, "Idempotent-Replayed", "true"));
            case IdempotentCalls.Result.Reused reused -> throw StripeError.keyReused(key);
        };
    }

    private Reply routed(Call call) {
        var parts = call.path().substring(1).split("/", -1);
        var ids = new ArrayList<String>();
        var shape = new StringBuilder(call.method());
        for (var part : parts) {
            // Stripe's own names are lower-case words; what holds a capital, a digit or a prefix is an id.
            var isName = part.matches("[a-z]+(_[a-z]+)*|v1") && !part.matches("(cs|pi|re|ch|txn|frr|file|evt)_.*");
            shape.append(isName ? "/" + part : "/{}");
            if (!isName) {
                ids.add(part);
            }
        }
        var id = ids.isEmpty() ? "" : ids.getFirst();
        return switch (shape.toString()) {
            case "POST/v1/checkout/sessions" -> sessions.create(Form.of(call.form()), call.header("idempotency-key"));
            case "GET/v1/checkout/sessions/{}" -> sessions.show(id, expanded(call));
            case "GET/v1/checkout/sessions" -> sessions.list(Form.of(call.query()));
            case "POST/v1/checkout/sessions/{}/expire" -> sessions.expire(id, expanded(call));
            case "GET/v1/payment_intents/{}" -> sessions.showIntent(id, expanded(call));
            case "GET/v1/payment_intents/search" -> sessions.search(call.query().getOrDefault("query", ""));
            case "GET/v1/charges/{}" -> sessions.showCharge(id);
            case "POST/v1/refunds" -> refunds.create(Form.of(call.form()), call.header("idempotency-key"));
            case "GET/v1/refunds/{}" -> refunds.show(id);
            case "GET/v1/refunds" -> refunds.list(Form.of(call.query()));
            case "GET/v1/events" -> events.list(Form.of(call.query()));
            case "GET/v1/events/{}" -> events.show(id);
            case "GET/v1/balance_transactions" -> reports.balanceTransactions(Form.of(call.query()));
            case "POST/v1/reporting/report_runs" -> reports.run(Form.of(call.form()));
            case "GET/v1/reporting/report_runs/{}" -> reports.show(id);
            case "GET/v1/files/{}/contents" -> reports.contents(id);
            default -> throw StripeError.noSuchPath(call.method(), call.path());
        };
    }

    /** The members of {@code expand[]}, from query or form. */
    private static List<String> expanded(Call call) {
        var given = Form.of(call.method().equals("GET") ? call.query() : call.form()).at("expand");
        return given.isObject() ? given.valueStream().map(value -> value.asText()).toList() : List.of();
    }

    @Override
    public List<Notification> tell(Change change) {
        return events.of(change);
    }

    @Override
    public boolean knowsDisputes() {
        return true;
    }

    @Override
    public int decimals(String currency) {
        return exponent(currency);
    }

    /** Stripe's minor units where they are not ISO's. */
    static int exponent(String currency) {
        return switch (currency) {
            case "MGA" -> 0;
            case "ISK", "UGX" -> 2;
            default -> Money.isoDecimals(currency);
        };
    }

    @Override
    public boolean knowsDelayedPayments() {
        return true;
    }

    @Override
    public boolean tellsReturnedRefunds() {
        return true;
    }

    @Override
    public Optional<URI> returnUrl(Payment payment) {
        return Optional.of(URI.create(payment.asked().request().path("success_url").asText().replace("{CHECKOUT_SESSION_ID}", payment.key())));
    }

    @Override
    public DeliveryRules delivery() {
        return new Exponential();
    }

    /** With growing pauses, for three days. */
    private static final class Exponential implements DeliveryRules {

        private static final List<Duration> PAUSES = pauses();

        private static List<Duration> pauses() {
            var pauses = new ArrayList<>(List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10)));
            pauses.addAll(Collections.nCopies(4, Duration.ofHours(12)));
            return List.copyOf(pauses);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(20);
        }

        @Override
        public boolean taken(int status, byte[] body) {
            return status / 100 == 2;
        }

        @Override
        public Next after(int tries) {
            return DeliveryRules.following(PAUSES, tries);
        }
    }
}
