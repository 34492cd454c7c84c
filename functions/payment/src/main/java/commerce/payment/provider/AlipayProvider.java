package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import commerce.payment.provider.AlipayApi.Answer;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Alipay in mainland China: the buyer scans a QR code. Configured by {@code ALIPAY_BASE_URL} (absent: switched off) and
 * {@code ALIPAY_SECRET_ARN}, see {@link AlipayAccount}. What the operator must set up there is in {@code docs/providers/alipay.md}.
 *
 * <p>A trade exists there only once the buyer has scanned the code: until then Alipay knows nothing of it, and a code that nobody scanned
 * ends with the payment window. Money that comes in after we gave up goes back by itself.
 */
@Singleton
public final class AlipayProvider implements PaymentProvider {

    static final String NAME = "alipay";
    static final String CURRENCY = "CNY";
    private static final String BASE_URL = "ALIPAY_BASE_URL";
    private static final String SECRET = "ALIPAY_SECRET_ARN";
    private static final String UNKNOWN = "ACQ.TRADE_NOT_EXIST";
    private static final Set<String> NO_BALANCE = Set.of("ACQ.SELLER_BALANCE_NOT_ENOUGH");
    /** What its field for our reference may hold. */
    private static final Pattern OUT_TRADE_NO = Pattern.compile("[0-9A-Za-z_]{1,64}");
    private static final int HASH = 30;

    private final ProviderHttp http;
    private final ProviderSecrets.Active<AlipayAccount> accounts;
    private final Clock clock;

    public AlipayProvider(ProviderHttp http, ProviderSecrets secrets, Clock clock) {
        this.http = http;
        this.accounts = secrets.of(SECRET, AlipayAccount::parse);
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isOn() {
        return Settings.find(BASE_URL).isPresent();
    }

    private AlipayApi api() {
        return new AlipayApi(http, Settings.require(BASE_URL), accounts, clock.instant());
    }

    private Answer call(String method, Object content) {
        return api().call(method, content, Optional.empty());
    }

    /** What Alipay calls a payment of ours: its id, or a hash of it where that does not fit. */
    static String nameThere(String paymentId) {
        return OUT_TRADE_NO.matcher(paymentId).matches() ? paymentId : Sha256.base32(paymentId, HASH);
    }

    private static String nameThere(Known attempt) {
        return nameThere(attempt.id().toString());
    }

    /** Its bills name a payment by what it is called there, which may be a hash, and by the transaction. */
    @Override
    public boolean namesTransactionsOnly() {
        return true;
    }

    @Override
    public String nameThere(Refund refund) {
        return AlipayRefundName.of(refund);
    }

    private static String yuan(Money money) {
        return BigDecimal.valueOf(money.minor(), 2).toPlainString();
    }

    private static Money money(JsonNode answer, String field) {
        return AlipayEvents.Yuan.parse(answer.path(field).asText()).orElseThrow(() -> new IllegalStateException("an answer of alipay without " + field));
    }

    // ---- asking for money ---------------------------------------------------------------------------------------------------------

    @Override
    public Creation create(Asked asked) {
        var currency = asked.amount().currency().getCurrencyCode();
        if (!currency.equals(CURRENCY)) {
            return new Creation.Refused("it takes " + CURRENCY + " only, not " + currency);
        }
        var notifyUrl = asked.notifyUrl().orElseThrow(() -> new IllegalStateException("alipay needs an address to notify: PUBLIC_URL is not set"));
        return switch (api().call("alipay.trade.precreate", trade(asked, accounts.current()), Optional.of(notifyUrl))) {
            case Answer.Done(var made) -> new Creation.Created(nameThere(asked.id().toString()), new PaymentAction(PaymentAction.Type.QR_CODE, made.path("qr_code").asText()));
            case Answer.Refused(var why) -> new Creation.Refused(why);
        };
    }

    private static Map<String, Object> trade(Asked asked, AlipayAccount account) {
        var id = asked.id().toString();
        var content = new LinkedHashMap<String, Object>();
        content.put("out_trade_no", nameThere(id));
        content.put("seller_id", account.sellerId());
        content.put("total_amount", yuan(asked.amount()));
        content.put("subject", asked.description());
        content.put("time_expire", AlipayApi.TIME.format(asked.expiresAt().atOffset(AlipayApi.CHINA)));
        if (!nameThere(id).equals(id)) {
            content.put("passback_params", URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        return content;
    }

    @Override
    public Standing query(Known attempt) {
        return switch (call("alipay.trade.query", Map.of("out_trade_no", nameThere(attempt)))) {
            case Answer.Refused(var why) when why.equals(UNKNOWN) -> new Standing.Unknown();
            case Answer.Refused(var why) -> throw new IllegalStateException("alipay does not show a payment of ours: " + why);
            case Answer.Done(var trade) -> standing(trade, attempt);
        };
    }

    private static Standing standing(JsonNode trade, Known attempt) {
        requireSame(trade, "out_trade_no", nameThere(attempt));
        return switch (trade.path("trade_status").asText()) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> paid(trade);
            case "WAIT_BUYER_PAY" -> new Standing.Open();
            // A trade whose money has gone back as a whole is closed too, but it was paid.
            case "TRADE_CLOSED" -> trade.hasNonNull("send_pay_date") ? paid(trade) : new Standing.Closed();
            default -> throw new IllegalStateException("a trade in a status that Alipay's protocol does not have");
        };
    }

    private static Standing paid(JsonNode trade) {
        return new Standing.Paid(trade.path("trade_no").asText(), money(trade, "total_amount"));
    }

    private static void requireSame(JsonNode answer, String field, String asked) {
        if (!answer.path(field).asText().equals(asked)) {
            throw new IllegalStateException("alipay answered about another " + field + " than the one asked after");
        }
    }

    @Override
    public Standing close(Known attempt) {
        return switch (call("alipay.trade.close", Map.of("out_trade_no", nameThere(attempt)))) {
            case Answer.Done(var closed) -> new Standing.Closed();
            case Answer.Refused(var why) when why.equals(UNKNOWN) -> new Standing.Unknown();
            // It is paid, or closed already: its own words tell which.
            case Answer.Refused(var why) -> {
                var standing = query(attempt);
                if (standing instanceof Standing.Open) {
                    throw new Busy("alipay does not close a payment that it says is open: " + why, null);
                }
                yield standing;
            }
        };
    }

    // ---- giving money back --------------------------------------------------------------------------------------------------------

    /**
     * Where the answer does not say that money moved, whether it did is asked at once; a refund that fails is told to nobody.
     *
     * @throws Busy while Alipay does not say, or our balance there does not cover it: the same refund may succeed later
     */
    @Override
    public Repayment refund(Refund refund, Known attempt) {
        var content = new LinkedHashMap<String, Object>();
        content.put("out_trade_no", nameThere(attempt));
        content.put("refund_amount", yuan(refund.amount()));
        content.put("out_request_no", nameThere(refund));
        return switch (call("alipay.trade.refund", content)) {
            case Answer.Refused(var why) when NO_BALANCE.contains(why) -> throw new Busy("the balance at alipay does not cover a refund", null);
            case Answer.Refused(var why) -> new Repayment.Refused(why);
            case Answer.Done(var done) when done.path("fund_change").asText().equals("Y") -> new Repayment.Succeeded(nameThere(refund));
            case Answer.Done(var taken) -> switch (queryRefund(refund, attempt)) {
                case Repayment.Pending pending -> throw new Busy("alipay does not say yet what became of a refund", null);
                case Repayment.Unknown unknown -> throw new Busy("alipay does not know yet of a refund that it took", null);
                case Repayment ended -> ended;
            };
        };
    }

    @Override
    public Repayment queryRefund(Refund refund, Known attempt) {
        var content = new LinkedHashMap<String, Object>();
        content.put("out_trade_no", nameThere(attempt));
        content.put("out_request_no", nameThere(refund));
        return switch (call("alipay.trade.fastpay.refund.query", content)) {
            case Answer.Refused(var why) when why.equals(UNKNOWN) -> new Repayment.Unknown();
            case Answer.Refused(var why) -> throw new IllegalStateException("alipay does not show a refund of ours: " + why);
            case Answer.Done(var answer) when !answer.hasNonNull("out_request_no") -> new Repayment.Unknown();
            case Answer.Done(var answer) -> repayment(answer, refund);
        };
    }

    private static Repayment repayment(JsonNode answer, Refund refund) {
        requireSame(answer, "out_request_no", AlipayRefundName.of(refund));
        if (answer.path("refund_status").asText().equals("REFUND_SUCCESS")) {
            return new Repayment.Succeeded(AlipayRefundName.of(refund));
        }
        return answer.hasNonNull("error_code") ? new Repayment.Refused(answer.path("error_code").asText()) : new Repayment.Pending(AlipayRefundName.of(refund));
    }

    // ---- what Alipay tells --------------------------------------------------------------------------------------------------------

    @Override
    public Verification verify(HttpRequest delivery, Instant now) {
        var fields = AlipayForm.parse(delivery.rawBody());
        if (fields.isEmpty()) {
            return new Verification.Rejected("the body is no form in UTF-8, or names a field twice");
        }
        if (!AlipaySignature.TYPE.equals(fields.get().get("sign_type")) || fields.get().getOrDefault("sign", "").isEmpty()) {
            return new Verification.Rejected("the signature is missing, or of another kind than " + AlipaySignature.TYPE);
        }
        var text = AlipaySignature.text(fields.get(), Set.of("sign", "sign_type"));
        if (!accounts.judged(active -> AlipaySignature.proves(alipayKeys(active), text, fields.get().get("sign")), proved -> !proved)) {
            return new Verification.Rejected("no key of Alipay's that we know proves the signature");
        }
        // The proof is in the body itself.
        return new Verification.Authentic(read(delivery.rawBody()), Map.of());
    }

    static List<PublicKey> alipayKeys(List<AlipayAccount> active) {
        return active.stream().flatMap(account -> account.alipayKeys().stream()).distinct().toList();
    }

    @Override
    public List<SignedEvent> read(byte[] rawBody) {
        return List.of(AlipayEvents.read(rawBody, accounts.all()));
    }

    @Override
    public HttpResponse acknowledgement() {
        return HttpResponse.text(200, "success");
    }

    @Override
    public HttpResponse rejection() {
        return HttpResponse.text(401, "failure");
    }

    @Override
    public HttpResponse notStored() {
        return HttpResponse.text(503, "failure");
    }

    @Override
    public void bill(LocalDate day, BillReader bill) {
        AlipayBill.read(api(), day, bill);
    }
}
