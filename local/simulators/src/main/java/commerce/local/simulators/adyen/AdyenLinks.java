package commerce.local.simulators.adyen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Asked;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Payment links: each call makes one, good for a day unless said otherwise. */
final class AdyenLinks {

    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(70);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX").withZone(ZoneOffset.UTC);

    private final Desk desk;
    private final AdyenAccount account;
    private final AtomicLong unkeyed = new AtomicLong();

    AdyenLinks(Desk desk, AdyenAccount account) {
        this.desk = desk;
        this.account = account;
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    Reply create(Fields fields, Optional<String> idempotencyKey) {
        AdyenProtocol.mine(fields, account);
        var reference = fields.text("reference", 80);
        var amount = fields.amount();
        fields.optional("returnUrl", 8000).ifPresent(AdyenLinks::address);
        var expires = fields.time("expiresAt").orElse(desk.now().plus(USUAL));
        if (!expires.isAfter(desk.now()) || expires.isAfter(desk.now().plus(LONGEST))) {
            throw AdyenError.validation("702", "Field 'expiresAt' must be in the future, and within 70 days.");
        }
        var seed = idempotencyKey.orElseGet(() -> "without a key " + unkeyed.incrementAndGet());
        var link = "PL" + Ids.capitals(16, "link " + seed);
        var created = desk.books().create(new Asked(link, reference, Ids.capitals(16, "payment " + seed), amount, desk.now(), expires, fields.json()));
        return Reply.json(201, view(created.entry()));
    }

    private static void address(String url) {
        try {
            if (URI.create(url).isAbsolute()) {
                return;
            }
        } catch (IllegalArgumentException notOne) {
            // refused below
        }
        throw AdyenError.validation("702", "Field 'returnUrl' is not valid.");
    }

    Reply show(String id) {
        return Reply.json(200, view(find(id)));
    }

    private Payment find(String id) {
        return desk.books().find(id).orElseThrow(() -> AdyenError.notFound("Payment link not found."));
    }

    Reply update(String id, Fields fields) {
        if (!fields.text("status", 16).equals("expired")) {
            throw AdyenError.validation("702", "Field 'status' is not valid: it can only be expired.");
        }
        find(id);
        var now = desk.books().close(id).orElseThrow();
        if (now.isPaid()) {
            throw AdyenError.validation("30_008", "The payment link is completed and cannot be expired.");
        }
        return Reply.json(200, view(now));
    }

    private ObjectNode view(Payment payment) {
        var view = JsonNodeFactory.instance.objectNode()
                .put("id", payment.key())
                .put("merchantAccount", account.merchantAccount())
                .put("reference", payment.asked().request().path("reference").asText())
                .put("expiresAt", time(payment.asked().expiresAt()))
                .put("reusable", false)
                .put("status", switch (payment.status()) {
                    case OPEN, REFUSED -> "active";
                    case PROCESSING -> "paymentPending";
                    case PAID -> "completed";
                    case CLOSED -> "expired";
                })
                .put("url", desk.payPage(payment.key()));
        view.putObject("amount").put("value", payment.amount().amount()).put("currency", payment.amount().currency());
        for (var given : new String[] {"description", "returnUrl", "shopperReference", "metadata", "countryCode"}) {
            Optional.ofNullable(payment.asked().request().get(given)).ifPresent(value -> view.set(given, value));
        }
        return view;
    }
}
