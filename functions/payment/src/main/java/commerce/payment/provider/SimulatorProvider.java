package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The provider {@code simulator}: a local server that moves no money. Configured by {@code SIMULATOR_BASE_URL} (absent: switched off) and
 * {@code SIMULATOR_SECRET_ARN}. Requests and notifications carry the header {@value #SIGNATURE}, see {@link TimedHmac}.
 */
@Singleton
public final class SimulatorProvider implements PaymentProvider {

    static final String NAME = "simulator";
    static final String SIGNATURE = "Simulator-Signature";
    private static final String BASE_URL = "SIMULATOR_BASE_URL";
    private static final String SECRET = "SIMULATOR_SECRET_ARN";

    private final ProviderHttp http;
    private final ProviderSecrets.Active<String> secrets;
    private final Clock clock;

    public SimulatorProvider(ProviderHttp http, ProviderSecrets secrets, Clock clock) {
        this.http = http;
        this.secrets = secrets.of(SECRET, secret -> secret);
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

    @Override
    public Creation create(Asked asked) {
        var reply = post("/payments", Map.of("paymentId", asked.id().toString(), "amount", asked.amount(), "expiresAt", asked.expiresAt().getEpochSecond()));
        if (reply.status() != 200) {
            return new Creation.Refused(whyOf(reply));
        }
        var payment = Json.read(reply.body());
        return new Creation.Created(payment.path("providerReference").asText(), Json.convert(payment.path("action"), PaymentAction.class));
    }

    @Override
    public Standing query(Known attempt) {
        return standing(get("/payments/" + attempt.id()));
    }

    @Override
    public Standing close(Known attempt) {
        return standing(post("/payments/" + attempt.id() + "/close", Map.of()));
    }

    private static Standing standing(ProviderHttp.Reply reply) {
        if (reply.status() == 404) {
            return new Standing.Unknown();
        }
        var payment = Json.read(understood(reply).body());
        return switch (payment.path("status").asText()) {
            case "OPEN", "REFUSED" -> new Standing.Open();
            case "PAID" -> new Standing.Paid(payment.path("providerReference").asText(), Json.convert(payment.path("paid"), Money.class));
            case "CLOSED" -> new Standing.Closed();
            default -> throw new IllegalStateException("a status the simulator's protocol does not have");
        };
    }

    @Override
    public Repayment refund(Refund refund, Known attempt) {
        var reply = post("/refunds", Map.of("refundId", refund.reference(), "paymentId", refund.paymentId().toString(), "amount", refund.amount()));
        return reply.status() == 200 ? new Repayment.Pending(refund.reference()) : new Repayment.Refused(whyOf(reply));
    }

    @Override
    public Repayment queryRefund(Refund refund, Known attempt) {
        var reply = get("/refunds/" + refund.reference());
        if (reply.status() == 404) {
            return new Repayment.Unknown();
        }
        return switch (Json.read(understood(reply).body()).path("status").asText()) {
            case "PENDING" -> new Repayment.Pending(refund.reference());
            case "SUCCEEDED" -> new Repayment.Succeeded(refund.reference());
            case "FAILED" -> new Repayment.Refused("the buyer's bank does not take it");
            default -> throw new IllegalStateException("a status the simulator's protocol does not have");
        };
    }

    @Override
    public Verification verify(HttpRequest delivery, Instant now) {
        var header = delivery.header(SIGNATURE).orElse("");
        return switch (secrets.judged(active -> TimedHmac.judge(header, delivery.rawBody(), now, active), TimedHmac.Judgement.UNPROVED::equals)) {
            case GENUINE -> new Verification.Authentic(read(delivery.rawBody()), Map.of(SIGNATURE, header));
            case UNPROVED -> new Verification.Rejected("no active secret proves the signature");
            case STALE -> new Verification.Rejected("signed too long ago, or in the future");
            case MALFORMED -> new Verification.Rejected("the signature header is missing or malformed");
        };
    }

    @Override
    public List<SignedEvent> read(byte[] rawBody) {
        return List.of(SimulatorEvents.read(rawBody));
    }

    @Override
    public HttpResponse acknowledgement() {
        return HttpResponse.ok(Map.of("received", true));
    }

    /** It moves no money, so there is nothing in its books. */
    @Override
    public void bill(LocalDate day, BillReader bill) {}

    private ProviderHttp.Reply post(String path, Object body) {
        var bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        return send(path, bytes, request -> request.header("content-type", "application/json").POST(BodyPublishers.ofByteArray(bytes)));
    }

    private ProviderHttp.Reply get(String path) {
        return send(path, new byte[0], java.net.http.HttpRequest.Builder::GET);
    }

    private ProviderHttp.Reply send(String path, byte[] signed, UnaryOperator<java.net.http.HttpRequest.Builder> method) {
        var reply = secrets.asked(secret -> send(path, signed, method, secret), refusal -> refusal.status() == 401);
        if (reply.status() == 401) {
            // A rotation that has not reached both sides yet, or clocks apart: trying again may help, giving up loses a payment.
            throw new Busy("the simulator does not accept our signature", null);
        }
        return reply;
    }

    private ProviderHttp.Reply send(String path, byte[] signed, UnaryOperator<java.net.http.HttpRequest.Builder> method, String secret) {
        return http.send(NAME, method.apply(java.net.http.HttpRequest.newBuilder(URI.create(Settings.require(BASE_URL) + path))
                .header(SIGNATURE, TimedHmac.sign(secret, clock.instant(), signed))));
    }

    private static ProviderHttp.Reply understood(ProviderHttp.Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalStateException("the simulator answered " + reply.status() + ": " + whyOf(reply));
        }
        return reply;
    }

    /** The provider's error code: a word of its protocol, never what we sent. */
    private static String whyOf(ProviderHttp.Reply reply) {
        JsonNode code;
        try {
            code = Json.read(reply.body()).path("error").path("code");
        } catch (UncheckedIOException notJson) {
            return "status " + reply.status();
        }
        return code.asText("status " + reply.status());
    }
}
