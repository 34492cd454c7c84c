package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import commerce.payment.provider.AdyenApi.Answer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Adyen, by payment links. Configured by {@code ADYEN_BASE_URL} (absent: switched off) and {@code ADYEN_SECRET_ARN}, see
 * {@link AdyenAccount}. What the operator must set up at Adyen is in {@code docs/providers/adyen.md}.
 *
 * <p>A link says that it was completed, but not by which payment: only the webhook names that, and until then nothing of it can be given
 * back. A refund cannot be asked after: what Adyen has taken, its webhook ends, or else its report of the day.
 */
@Singleton
public final class AdyenProvider implements PaymentProvider {

    static final String NAME = "adyen";
    private static final String BASE_URL = "ADYEN_BASE_URL";
    private static final String SECRET = "ADYEN_SECRET_ARN";
    private static final int REFERENCE_LENGTH = 80;
    private static final int HASH = 30;

    private final ProviderHttp http;
    private final ProviderSecrets.Active<AdyenAccount> accounts;
    private final Clock clock;
    private final AtomicReference<RefundsOfDay> reported = new AtomicReference<>(new RefundsOfDay(LocalDate.MIN, Map.of()));

    public AdyenProvider(ProviderHttp http, ProviderSecrets secrets, Clock clock) {
        this.http = http;
        this.accounts = secrets.of(SECRET, AdyenAccount::parse);
        this.clock = clock;
    }

    /** What went back on that day, by what the refunds are called there. */
    private record RefundsOfDay(LocalDate day, Map<String, Money> amounts) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isOn() {
        return Settings.find(BASE_URL).isPresent();
    }

    private AdyenApi api() {
        return new AdyenApi(http, Settings.require(BASE_URL), accounts);
    }

    /** Always a hash: the notification of a refund names no payment, so it finds its way back by what is kept of this name. */
    @Override
    public String nameThere(Refund refund) {
        return Sha256.base32(refund.reference(), HASH);
    }

    /** Keys hold 64 characters, which our references may exceed. */
    private static String key(String what, String reference) {
        return what + "-" + Sha256.base32(reference, HASH);
    }

    // ---- asking for money ---------------------------------------------------------------------------------------------------------

    @Override
    public Creation create(Asked asked) {
        var id = asked.id().toString();
        var units = CurrencyUnits.ADYEN.there(asked.amount());
        if (units.isEmpty()) {
            return new Creation.Refused("adyen cannot take " + asked.amount() + " exactly");
        }
        if (id.length() > REFERENCE_LENGTH) {
            return new Creation.Refused("the tenant's name is too long for adyen, whose references hold " + REFERENCE_LENGTH + " characters");
        }
        return switch (api().post("/paymentLinks", link(asked, units.get(), accounts.current()), key("create", id))) {
            case Answer.Done(var made) -> new Creation.Created(made.path("id").asText(), new PaymentAction(PaymentAction.Type.REDIRECT, made.path("url").asText()));
            case Answer.Refused(var status, var code) -> new Creation.Refused(code);
        };
    }

    private static Map<String, Object> link(Asked asked, long units, AdyenAccount account) {
        var body = new LinkedHashMap<String, Object>();
        body.put("merchantAccount", account.merchantAccount());
        body.put("reference", asked.id().toString());
        body.put("amount", amount(units, asked.amount().currency().getCurrencyCode()));
        body.put("description", asked.description());
        body.put("expiresAt", asked.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
        body.put("reusable", false);
        body.put("captureDelayHours", 0);
        asked.returnUrl().ifPresent(url -> body.put("returnUrl", url));
        return body;
    }

    private static Map<String, Object> amount(long units, String currency) {
        var amount = new LinkedHashMap<String, Object>();
        amount.put("value", units);
        amount.put("currency", currency);
        return amount;
    }

    /** Where the link's id never reached us, no buyer has seen it. */
    @Override
    public Standing query(Known attempt) {
        return attempt.providerReference().map(link -> standing(api().get("/paymentLinks/" + link), attempt)).orElseGet(Standing.Unknown::new);
    }

    @Override
    public Standing close(Known attempt) {
        if (attempt.providerReference().isEmpty()) {
            return new Standing.Unknown();
        }
        var answer = api().patch("/paymentLinks/" + attempt.providerReference().get(), Map.of("status", "expired"));
        if (answer instanceof Answer.Done) {
            return new Standing.Closed();
        }
        // It is completed, or unknown: its own words tell which.
        var standing = query(attempt);
        if (standing instanceof Standing.Open) {
            throw new Busy("adyen does not close a link that it says is active", null);
        }
        return standing;
    }

    /** A link is completed by one payment, of its whole amount, which it does not name. */
    private static Standing standing(Answer answer, Known attempt) {
        return switch (answer) {
            case Answer.Refused(var status, var code) when status == 404 -> new Standing.Unknown();
            case Answer.Refused(var status, var code) -> throw new IllegalStateException("adyen does not show a link of ours: " + code);
            case Answer.Done(var link) -> {
                requireSame(link, attempt);
                yield switch (link.path("status").asText()) {
                    case "active" -> new Standing.Open();
                    case "completed" -> new Standing.Paid(Optional.empty(), AdyenEvents.money(link).orElseThrow(() -> new IllegalStateException("a link of adyen without an amount")));
                    case "paymentPending" -> new Standing.Processing();
                    case "expired" -> new Standing.Closed();
                    default -> throw new IllegalStateException("a link in a status that Adyen's protocol does not have");
                };
            }
        };
    }

    private static void requireSame(JsonNode link, Known attempt) {
        if (!link.path("reference").asText().equals(attempt.id().toString())) {
            throw new IllegalStateException("adyen answered about another payment than the one asked after");
        }
    }

    // ---- giving money back --------------------------------------------------------------------------------------------------------

    @Override
    public Repayment refund(Refund refund, Known attempt) {
        var units = CurrencyUnits.ADYEN.there(refund.amount());
        if (units.isEmpty()) {
            return new Repayment.Refused("adyen cannot give back " + refund.amount() + " exactly");
        }
        var payment = attempt.transaction().orElseThrow(() -> new Busy("adyen has not said yet by which payment the link was completed", null));
        var body = new LinkedHashMap<String, Object>();
        body.put("merchantAccount", accounts.current().merchantAccount());
        body.put("amount", amount(units.get(), refund.amount().currency().getCurrencyCode()));
        body.put("reference", nameThere(refund));
        return switch (api().post("/payments/" + payment + "/refunds", body, key("refund", refund.reference()))) {
            case Answer.Done(var received) -> new Repayment.Pending(received.path("pspReference").asText());
            case Answer.Refused(var status, var code) -> new Repayment.Refused(code);
        };
    }

    /**
     * Adyen's API shows no refunds: what it has received, its webhook ends. Where that was lost, the report of the day has it; whoever asks
     * at least once a day misses none.
     */
    @Override
    public Repayment queryRefund(Refund refund, Known attempt) {
        return refund.providerReference().map(reference -> refund.amount().equals(reported(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1)).get(nameThere(refund)))
                ? new Repayment.Succeeded(reference)
                : new Repayment.Pending(reference)).orElseGet(Repayment.Unknown::new);
    }

    /** Read once: a day that is over does not change. */
    private Map<String, Money> reported(LocalDate day) {
        var known = reported.get();
        if (known.day().equals(day)) {
            return known.amounts();
        }
        var amounts = new HashMap<String, Money>();
        try {
            AdyenBill.lines(api(), day, line -> line.refundReference().filter(any -> line.kind() == BillLine.Kind.REFUND)
                    .ifPresent(name -> amounts.merge(name, line.amount().negated(), Money::plus)));
        } catch (Busy notThereYet) {
            return Map.of();
        }
        reported.set(new RefundsOfDay(day, amounts));
        return amounts;
    }

    // ---- what Adyen tells ---------------------------------------------------------------------------------------------------------

    @Override
    public boolean namesTransactionsOnly() {
        return true;
    }

    @Override
    public Verification verify(HttpRequest delivery, Instant now) {
        var items = AdyenEvents.items(delivery.rawBody());
        if (items.isEmpty()) {
            return new Verification.Rejected("the body holds no items");
        }
        // One item that proves nothing, and nothing of the delivery is believed.
        if (!accounts.judged(active -> areProved(items, active), proved -> !proved)) {
            return new Verification.Rejected("no active key proves every item");
        }
        // The proof is in the body itself.
        return new Verification.Authentic(read(delivery.rawBody()), Map.of());
    }

    private static boolean areProved(List<JsonNode> items, List<AdyenAccount> active) {
        var keys = active.stream().flatMap(account -> account.hmacKeys().stream()).distinct().toList();
        return items.stream().allMatch(item -> AdyenSignature.proves(keys, item));
    }

    @Override
    public List<SignedEvent> read(byte[] rawBody) {
        return AdyenEvents.read(rawBody, accounts.current());
    }

    @Override
    public HttpResponse acknowledgement() {
        return HttpResponse.text(202, "[accepted]");
    }

    @Override
    public void bill(LocalDate day, BillReader bill) {
        AdyenBill.read(api(), day, bill);
    }
}
