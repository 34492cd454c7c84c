package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import commerce.payment.provider.WechatpayApi.Answer;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WeChat Pay, API v3, Native payments: the buyer scans a QR code. Configured by {@code WECHATPAY_BASE_URL} (absent: switched off) and
 * {@code WECHATPAY_SECRET_ARN}, see {@link WechatpayAccount}. What the operator must set up there is in {@code docs/providers/wechatpay.md}.
 *
 * <p>Its fields for our references hold 32 and 64 characters, which ours may exceed: it gets a hash of them ({@link #nameThere}), and the
 * whole payment id in {@code attach}.
 */
@Singleton
public final class WechatpayProvider implements PaymentProvider {

    static final String NAME = "wechatpay";
    private static final String BASE_URL = "WECHATPAY_BASE_URL";
    private static final String SECRET = "WECHATPAY_SECRET_ARN";
    private static final String CURRENCY = "CNY";
    /** Of at most 32: 150 bits of hash. */
    private static final int NAME_LENGTH = 30;
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final ProviderHttp http;
    private final ProviderSecrets.Active<WechatpayAccount> accounts;
    private final Clock clock;

    public WechatpayProvider(ProviderHttp http, ProviderSecrets secrets, Clock clock) {
        this.http = http;
        this.accounts = secrets.of(SECRET, WechatpayAccount::parse);
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

    private WechatpayApi api() {
        return new WechatpayApi(http, Settings.require(BASE_URL), accounts, clock.instant());
    }

    /** What WeChat calls a payment or refund of ours. */
    static String nameThere(String ourReference) {
        return Sha256.base32(ourReference, NAME_LENGTH);
    }

    @Override
    public String nameThere(Refund refund) {
        return nameThere(refund.reference());
    }

    // ---- asking for money ---------------------------------------------------------------------------------------------------------

    @Override
    public Creation create(Asked asked) {
        var currency = asked.amount().currency().getCurrencyCode();
        if (!currency.equals(CURRENCY)) {
            return new Creation.Refused("it takes " + CURRENCY + " only, not " + currency);
        }
        return switch (api().post("/v3/pay/transactions/native", transaction(asked, accounts.current()))) {
            case Answer.Done(var made) -> new Creation.Created(nameThere(asked.id().toString()), new PaymentAction(PaymentAction.Type.QR_CODE, made.path("code_url").asText()));
            case Answer.Refused(var status, var code) -> new Creation.Refused(code);
        };
    }

    private static Map<String, Object> transaction(Asked asked, WechatpayAccount account) {
        var id = asked.id().toString();
        var body = new LinkedHashMap<String, Object>();
        body.put("appid", account.appid());
        body.put("mchid", account.mchid());
        body.put("description", asked.description());
        body.put("out_trade_no", nameThere(id));
        body.put("time_expire", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(Instant.ofEpochSecond(asked.expiresAt().getEpochSecond()).atOffset(CHINA)));
        body.put("attach", id);
        body.put("notify_url", notifyUrl(asked.notifyUrl()));
        body.put("amount", amount("total", asked.amount()));
        return body;
    }

    private static String notifyUrl(Optional<String> notifyUrl) {
        return notifyUrl.orElseThrow(() -> new IllegalStateException("wechatpay needs an address to notify: PUBLIC_URL is not set"));
    }

    private static Map<String, Object> amount(String field, Money money) {
        var amount = new LinkedHashMap<String, Object>();
        amount.put(field, money.minor());
        amount.put("currency", CURRENCY);
        return amount;
    }

    @Override
    public Standing query(Known attempt) {
        var nameThere = nameThere(attempt.id().toString());
        return switch (api().get("/v3/pay/transactions/out-trade-no/" + nameThere + "?mchid=" + accounts.current().mchid())) {
            case Answer.Refused(var status, var code) when status == 404 -> new Standing.Unknown();
            case Answer.Refused(var status, var code) -> throw new IllegalStateException("wechatpay does not show a payment of ours: " + code);
            case Answer.Done(var transaction) -> standing(transaction, nameThere, accounts.current());
        };
    }

    private static Standing standing(JsonNode transaction, String nameThere, WechatpayAccount account) {
        if (!transaction.path("out_trade_no").asText().equals(nameThere) || !transaction.path("mchid").asText().equals(account.mchid())
                || !transaction.path("appid").asText(account.appid()).equals(account.appid())) {
            throw new IllegalStateException("wechatpay answered about another payment than the one asked after");
        }
        return switch (transaction.path("trade_state").asText()) {
            // REFUND: it was paid, and some of it has gone back.
            case "SUCCESS", "REFUND" -> new Standing.Paid(transaction.path("transaction_id").asText(),
                    Money.of(transaction.path("amount").path("total").asLong(), transaction.path("amount").path("currency").asText(CURRENCY)));
            case "NOTPAY", "PAYERROR" -> new Standing.Open();
            case "USERPAYING", "ACCEPT" -> new Standing.Processing();
            case "CLOSED", "REVOKED" -> new Standing.Closed();
            default -> throw new IllegalStateException("a payment in a state that WeChat Pay's protocol does not have");
        };
    }

    @Override
    public Standing close(Known attempt) {
        var path = "/v3/pay/transactions/out-trade-no/" + nameThere(attempt.id().toString()) + "/close";
        if (api().post(path, Map.of("mchid", accounts.current().mchid())) instanceof Answer.Done) {
            return new Standing.Closed();
        }
        // It is paid, closed already, or unknown: its own words tell which.
        var standing = query(attempt);
        if (standing instanceof Standing.Open) {
            throw new Busy("wechatpay does not close a payment that it says is open", null);
        }
        return standing;
    }

    // ---- giving money back --------------------------------------------------------------------------------------------------------

    @Override
    public Repayment refund(Refund refund, Known attempt) {
        var body = new LinkedHashMap<String, Object>();
        body.put("out_trade_no", nameThere(attempt.id().toString()));
        body.put("out_refund_no", nameThere(refund));
        body.put("notify_url", notifyUrl(Settings.find("PUBLIC_URL").map(url -> url + "/webhooks/" + NAME)));
        var amount = amount("refund", refund.amount());
        amount.put("total", attempt.amount().minor());
        body.put("amount", amount);
        var repayment = repayment(api().post("/v3/refund/domestic/refunds", body));
        return repayment instanceof Repayment.Unknown ? new Repayment.Refused("wechatpay does not know the payment") : repayment;
    }

    @Override
    public Repayment queryRefund(Refund refund, Known attempt) {
        return repayment(api().get("/v3/refund/domestic/refunds/" + nameThere(refund)));
    }

    /** @throws Busy if our balance there does not cover it: the same refund may succeed once it does */
    private static Repayment repayment(Answer answer) {
        return switch (answer) {
            case Answer.Refused(var status, var code) when code.equals("NOT_ENOUGH") -> throw new Busy("the balance at wechatpay does not cover a refund", null);
            case Answer.Refused(var status, var code) when status == 404 && code.equals("RESOURCE_NOT_EXISTS") -> new Repayment.Unknown();
            case Answer.Refused(var status, var code) -> new Repayment.Refused(code);
            case Answer.Done(var refund) -> switch (refund.path("status").asText()) {
                case "SUCCESS" -> new Repayment.Succeeded(refund.path("refund_id").asText());
                case "PROCESSING" -> new Repayment.Pending(refund.path("refund_id").asText());
                case "CLOSED", "ABNORMAL" -> new Repayment.Refused(refund.path("status").asText());
                default -> throw new IllegalStateException("a refund in a status that WeChat Pay's protocol does not have");
            };
        };
    }

    // ---- what WeChat tells --------------------------------------------------------------------------------------------------------

    @Override
    public Verification verify(HttpRequest delivery, Instant now) {
        var judgement = accounts.judged(active -> WechatpaySignature.judge(delivery::header, delivery.rawBody(), now, platformKeys(active)), WechatpaySignature.Judgement.UNPROVED::equals);
        return switch (judgement) {
            case GENUINE -> new Verification.Authentic(read(delivery.rawBody()), evidence(delivery));
            case UNPROVED -> new Verification.Rejected("no platform key that we know proves the signature");
            case STALE -> new Verification.Rejected("signed too long ago, or in the future");
            case MALFORMED -> new Verification.Rejected("a signature header is missing or malformed");
        };
    }

    /** By their names; the newest secret has the last word on each. */
    static Map<String, PublicKey> platformKeys(List<WechatpayAccount> active) {
        var keys = new HashMap<String, PublicKey>();
        active.reversed().forEach(account -> keys.putAll(account.platformKeys()));
        return keys;
    }

    private static Map<String, String> evidence(HttpRequest delivery) {
        var evidence = new LinkedHashMap<String, String>();
        for (var name : List.of(WechatpaySignature.TIMESTAMP, WechatpaySignature.NONCE, WechatpaySignature.SERIAL, WechatpaySignature.SIGNATURE, WechatpaySignature.SIGNATURE_TYPE)) {
            delivery.header(name).ifPresent(value -> evidence.put(name, value));
        }
        return evidence;
    }

    @Override
    public List<SignedEvent> read(byte[] rawBody) {
        return List.of(WechatpayEvents.read(rawBody, accounts.all()));
    }

    @Override
    public HttpResponse acknowledgement() {
        return HttpResponse.ok(answer("SUCCESS", "OK"));
    }

    @Override
    public HttpResponse rejection() {
        return HttpResponse.json(401, answer("FAIL", "the signature does not prove the sender"));
    }

    @Override
    public HttpResponse notStored() {
        return HttpResponse.json(503, answer("FAIL", "not stored, please send it again"));
    }

    private static Map<String, String> answer(String code, String message) {
        var answer = new LinkedHashMap<String, String>();
        answer.put("code", code);
        answer.put("message", message);
        return answer;
    }

    @Override
    public void bill(LocalDate day, BillReader bill) {
        WechatpayBill.read(api(), day, bill);
    }
}
