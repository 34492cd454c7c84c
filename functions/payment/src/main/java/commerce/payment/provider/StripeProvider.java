package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import commerce.payment.provider.StripeApi.Answer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Stripe, by Checkout Sessions. Configured by {@code STRIPE_BASE_URL} (absent: switched off) and {@code STRIPE_SECRET_ARN}, see
 * {@link StripeAccount}. What the operator must set up at Stripe is in {@code docs/providers/stripe.md}.
 *
 * <p>Every request has a key made of our own ids, so a request that was not answered is made again as it was.
 */
@Singleton
public final class StripeProvider implements PaymentProvider {

    static final String NAME = "stripe";
    static final String SIGNATURE = "Stripe-Signature";
    private static final String BASE_URL = "STRIPE_BASE_URL";
    private static final String SECRET = "STRIPE_SECRET_ARN";
    /** It may have the money tomorrow; after a day it no longer answers the same key as it did. */
    private static final String NO_BALANCE = "balance_insufficient";
    /** Stripe takes a session's end from 30 minutes to 24 hours ahead; some room, because asking may have to be repeated. */
    private static final Duration SHORTEST = Duration.ofMinutes(45);
    private static final Duration LONGEST = Duration.ofHours(24).minusMinutes(1);

    private final ProviderHttp http;
    private final ProviderSecrets.Active<StripeAccount> accounts;

    public StripeProvider(ProviderHttp http, ProviderSecrets secrets) {
        this.http = http;
        this.accounts = secrets.of(SECRET, StripeAccount::parse);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isOn() {
        return Settings.find(BASE_URL).isPresent();
    }

    private StripeApi api() {
        return new StripeApi(http, Settings.require(BASE_URL), accounts);
    }

    // ---- asking for money ---------------------------------------------------------------------------------------------------------

    @Override
    public Creation create(Asked asked) {
        var units = CurrencyUnits.STRIPE.there(asked.amount());
        if (units.isEmpty()) {
            return new Creation.Refused("stripe cannot take " + asked.amount() + " exactly");
        }
        return switch (api().post("/v1/checkout/sessions", session(asked, units.get()), "create-" + asked.id())) {
            case Answer.Done(var session) ->
                    new Creation.Created(session.path("id").asText(), new PaymentAction(PaymentAction.Type.REDIRECT, session.path("url").asText()));
            case Answer.Refused(var status, var why) -> new Creation.Refused(why);
        };
    }

    private static Map<String, String> session(Asked asked, long units) {
        var id = asked.id().toString();
        var returnUrl = asked.returnUrl().or(() -> Settings.find("PUBLIC_URL"))
                .orElseThrow(() -> new IllegalStateException("stripe needs an address to send the buyer back to: neither a returnUrl nor PUBLIC_URL is given"));
        var form = new LinkedHashMap<String, String>();
        form.put("mode", "payment");
        form.put("client_reference_id", id);
        form.put("metadata[payment_id]", id);
        form.put("payment_intent_data[metadata][payment_id]", id);
        form.put("line_items[0][quantity]", "1");
        form.put("line_items[0][price_data][currency]", asked.amount().currency().getCurrencyCode().toLowerCase(Locale.ROOT));
        form.put("line_items[0][price_data][unit_amount]", Long.toString(units));
        form.put("line_items[0][price_data][product_data][name]", asked.description());
        form.put("expires_at", Long.toString(endOf(asked).getEpochSecond()));
        form.put("success_url", returnUrl);
        form.put("cancel_url", returnUrl);
        return form;
    }

    /** The end of the payment window, as near as Stripe can come; the same at every repetition, or the key would be refused. */
    private static Instant endOf(Asked asked) {
        var earliest = asked.claimedAt().plus(SHORTEST);
        var latest = asked.claimedAt().plus(LONGEST);
        var wanted = asked.expiresAt().isBefore(earliest) ? earliest : asked.expiresAt();
        return wanted.isAfter(latest) ? latest : wanted;
    }

    @Override
    public Standing query(Known attempt) {
        return attempt.providerReference().map(session -> standing(api().get("/v1/checkout/sessions/" + session, Map.of("expand[]", "payment_intent"))))
                .orElseGet(() -> search(attempt));
    }

    @Override
    public Standing close(Known attempt) {
        if (attempt.providerReference().isEmpty()) {
            return search(attempt);
        }
        var session = attempt.providerReference().get();
        return switch (api().post("/v1/checkout/sessions/" + session + "/expire", Map.of(), "close-" + attempt.id())) {
            case Answer.Done(var closed) -> new Standing.Closed();
            // It is complete, or closed already: its own words tell which.
            case Answer.Refused refused -> query(attempt);
        };
    }

    private static Standing standing(Answer answer) {
        return switch (answer) {
            case Answer.Refused(var status, var why) when status == 404 -> new Standing.Unknown();
            case Answer.Refused(var status, var why) -> throw new IllegalStateException("stripe does not show a session of ours: " + why);
            case Answer.Done(var session) -> switch (session.path("status").asText()) {
                case "open" -> new Standing.Open();
                case "expired" -> new Standing.Closed();
                case "complete" -> complete(session);
                default -> throw new IllegalStateException("a session in a status that Stripe's protocol does not have");
            };
        };
    }

    /** The buyer has done their part. A bank debit that failed leaves nothing to pay by: the session is over. */
    private static Standing complete(JsonNode session) {
        if (session.path("payment_status").asText().equals("paid")) {
            return new Standing.Paid(intentOf(session), money(session, "amount_total"));
        }
        return switch (session.path("payment_intent").path("status").asText()) {
            case "requires_payment_method", "canceled" -> new Standing.Closed();
            default -> new Standing.Processing();
        };
    }

    /** The session's id never reached us; should a buyer have paid all the same, the payment carries our reference. */
    private Standing search(Known attempt) {
        return switch (api().get("/v1/payment_intents/search", Map.of("query", "metadata['payment_id']:'" + attempt.id() + "'"))) {
            case Answer.Refused(var status, var why) -> throw new IllegalStateException("stripe does not search: " + why);
            case Answer.Done(var found) -> {
                for (var intent : found.path("data")) {
                    if (intent.path("status").asText().equals("succeeded")) {
                        yield new Standing.Paid(intent.path("id").asText(), money(intent, "amount_received"));
                    }
                }
                yield found.path("data").isEmpty() ? new Standing.Unknown() : new Standing.Processing();
            }
        };
    }

    private static String intentOf(JsonNode session) {
        return SignedBody.text(session, "payment_intent").or(() -> SignedBody.text(session.path("payment_intent"), "id"))
                .orElseThrow(() -> new IllegalStateException("a paid session without a payment"));
    }

    /** @throws IllegalStateException if the object does not hold one */
    static Money money(JsonNode object, String amountField) {
        return CurrencyUnits.STRIPE.here(object.path(amountField).asLong(), object.path("currency").asText())
                .orElseThrow(() -> new IllegalStateException("an amount that is none of any currency"));
    }

    // ---- giving money back --------------------------------------------------------------------------------------------------------

    @Override
    public Repayment refund(Refund refund, Known attempt) {
        var units = CurrencyUnits.STRIPE.there(refund.amount());
        if (units.isEmpty()) {
            return new Repayment.Refused("stripe cannot give back " + refund.amount() + " exactly");
        }
        var intent = attempt.transaction().orElseThrow(() -> new IllegalStateException("a refund of money that nobody knows: " + attempt.id()));
        var form = new LinkedHashMap<String, String>();
        form.put("payment_intent", intent);
        form.put("amount", Long.toString(units.get()));
        form.put("metadata[payment_id]", attempt.id().toString());
        form.put("metadata[refund_id]", refund.reference());
        var answer = api().post("/v1/refunds", form, "refund-" + refund.reference());
        if (answer instanceof Answer.Refused(var status, var why) && why.equals(NO_BALANCE)) {
            throw new Busy("the balance at stripe does not cover a refund", null);
        }
        var repayment = repayment(answer);
        return repayment instanceof Repayment.Unknown ? new Repayment.Refused("stripe does not know the payment") : repayment;
    }

    @Override
    public Repayment queryRefund(Refund refund, Known attempt) {
        return refund.providerReference().map(id -> repayment(api().get("/v1/refunds/" + id, Map.of()))).orElseGet(Repayment.Unknown::new);
    }

    private static Repayment repayment(Answer answer) {
        return switch (answer) {
            case Answer.Refused(var status, var why) when status == 404 && why.equals("resource_missing") -> new Repayment.Unknown();
            case Answer.Refused(var status, var why) -> new Repayment.Refused(why);
            case Answer.Done(var refund) -> switch (refund.path("status").asText()) {
                case "succeeded" -> new Repayment.Succeeded(refund.path("id").asText());
                case "failed", "canceled" -> new Repayment.Refused(refund.path("failure_reason").asText(refund.path("status").asText()));
                default -> new Repayment.Pending(refund.path("id").asText());
            };
        };
    }

    // ---- what Stripe tells --------------------------------------------------------------------------------------------------------

    @Override
    public Verification verify(HttpRequest delivery, Instant now) {
        var header = delivery.header(SIGNATURE).orElse("");
        return switch (accounts.judged(active -> TimedHmac.judge(header, delivery.rawBody(), now, signingSecrets(active)), TimedHmac.Judgement.UNPROVED::equals)) {
            case GENUINE -> new Verification.Authentic(read(delivery.rawBody()), Map.of(SIGNATURE, header));
            case UNPROVED -> new Verification.Rejected("no active secret proves the signature");
            case STALE -> new Verification.Rejected("signed too long ago, or in the future");
            case MALFORMED -> new Verification.Rejected("the signature header is missing or malformed");
        };
    }

    private static List<String> signingSecrets(List<StripeAccount> active) {
        return active.stream().flatMap(account -> account.signingSecrets().stream()).distinct().toList();
    }

    @Override
    public boolean namesTransactionsOnly() {
        return true;
    }

    @Override
    public List<SignedEvent> read(byte[] rawBody) {
        return List.of(StripeEvents.read(rawBody, accounts.current()));
    }

    @Override
    public HttpResponse acknowledgement() {
        return HttpResponse.ok(Map.of("received", true));
    }

    @Override
    public void bill(LocalDate day, BillReader bill) {
        StripeBill.read(api(), day, bill);
    }
}
