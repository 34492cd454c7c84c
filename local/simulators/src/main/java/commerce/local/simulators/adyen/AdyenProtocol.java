package commerce.local.simulators.adyen;

import commerce.local.simulators.Call;
import commerce.local.simulators.Change;
import commerce.local.simulators.DeliveryRules;
import commerce.local.simulators.Desk;
import commerce.local.simulators.IdempotentCalls;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adyen's API: who may call, which calls repeat an earlier one, and what answers. */
public final class AdyenProtocol implements Protocol {

    private static final Pattern LINK = Pattern.compile("/v71/paymentLinks/([^/]+)");
    private static final Pattern REFUNDS = Pattern.compile("/v71/payments/([^/]+)/refunds");
    private static final Pattern REPORT = Pattern.compile("/reports/download/MerchantAccount/([^/]+)/([^/]+)");

    private final AdyenAccount account;
    private final IdempotentCalls idempotency;
    private final AdyenLinks links;
    private final AdyenRefunds refunds;
    private final AdyenReports reports;
    private final AdyenWebhooks webhooks;

    public AdyenProtocol(Desk desk, AdyenAccount account) {
        this.account = account;
        this.idempotency = new IdempotentCalls(desk.clock(), Duration.ofDays(7));
        this.links = new AdyenLinks(desk, account);
        this.refunds = new AdyenRefunds(desk, account);
        this.reports = new AdyenReports(desk, account);
        this.webhooks = new AdyenWebhooks(desk, account);
    }

    @Override
    public Reply answer(Call call) {
        try {
            var given = call.header("x-api-key").orElse("");
            if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), account.apiKey().getBytes(StandardCharsets.UTF_8))) {
                throw AdyenError.security(401, "000", "HTTP Status Response - Unauthorized");
            }
            var key = call.header("idempotency-key").filter(any -> call.method().equals("POST"));
            return key.isPresent() ? once(key.get(), call) : routed(call);
        } catch (AdyenError refusal) {
            return refusal.reply();
        }
    }

    /** A repeated key answers what it answered, whatever comes with it. */
    private Reply once(String key, Call call) {
        if (key.length() > 64) {
            throw AdyenError.validation("704", "The idempotency key is longer than 64 characters.");
        }
        var reply = switch (idempotency.answer(key, call.path(), () -> routed(call), answered -> true)) {
            case IdempotentCalls.Result.First(var first) -> first;
            case IdempotentCalls.Result.Repeated(var again) -> again;
            case IdempotentCalls.Result.Reused reused -> throw AdyenError.validation("704", "request already processed or in progress");
        };
        return reply.with(Map.of("Idempotency-Key", key));
    }

    private Reply routed(Call call) {
        var link = LINK.matcher(call.path());
        var refund = REFUNDS.matcher(call.path());
        var report = REPORT.matcher(call.path());
        if (call.method().equals("POST") && call.path().equals("/v71/paymentLinks")) {
            return links.create(Fields.of(call.body()), call.header("idempotency-key"));
        }
        if (call.method().equals("GET") && link.matches()) {
            return links.show(link.group(1));
        }
        if (call.method().equals("PATCH") && link.matches()) {
            return links.update(link.group(1), Fields.of(call.body()));
        }
        if (call.method().equals("POST") && refund.matches()) {
            return refunds.create(refund.group(1), Fields.of(call.body()), call.header("idempotency-key"));
        }
        if (call.method().equals("GET") && report.matches() && report.group(1).equals(account.merchantAccount())) {
            return reports.download(report.group(2));
        }
        throw AdyenError.notFound("There is nothing at " + call.path() + ".");
    }

    /** @throws AdyenError unless the call is for that account */
    static void mine(Fields fields, AdyenAccount account) {
        if (!fields.text("merchantAccount", 256).equals(account.merchantAccount())) {
            throw AdyenError.security(403, "901", "Invalid Merchant Account");
        }
    }

    @Override
    public List<Notification> tell(Change change) {
        return webhooks.of(change);
    }

    @Override
    public boolean knowsDisputes() {
        return true;
    }

    @Override
    public boolean tellsReturnedRefunds() {
        return true;
    }

    @Override
    public Optional<URI> returnUrl(Payment payment) {
        return Optional.of(payment.asked().request().path("returnUrl").asText("")).filter(url -> !url.isEmpty()).map(URI::create);
    }

    @Override
    public int decimals(String currency) {
        return exponent(currency);
    }

    /** Adyen's minor units where they are not ISO's. */
    static int exponent(String currency) {
        return switch (currency) {
            case "CVE", "IDR" -> 0;
            case "CLP", "ISK" -> 2;
            default -> Money.isoDecimals(currency);
        };
    }

    @Override
    public DeliveryRules delivery() {
        return new Queued();
    }

    /** Three tries at once, then a queue for thirty days; the first in it holds up the others. */
    private static final class Queued implements DeliveryRules {

        private static final List<Duration> PAUSES = pauses();

        private static List<Duration> pauses() {
            var pauses = new ArrayList<>(Stream.of("PT0S", "PT0S", "PT2M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H").map(Duration::parse).toList());
            pauses.addAll(Collections.nCopies(88, Duration.ofHours(8)));
            return List.copyOf(pauses);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean taken(int status, byte[] body) {
            return status / 100 == 2;
        }

        @Override
        public boolean inOrder() {
            return true;
        }

        @Override
        public Next after(int tries) {
            return DeliveryRules.following(PAUSES, tries);
        }
    }
}
