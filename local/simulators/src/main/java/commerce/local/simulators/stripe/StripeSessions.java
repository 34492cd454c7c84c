package commerce.local.simulators.stripe;

import commerce.local.simulators.Asked;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Reply;
import java.net.URI;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Checkout Sessions, and the PaymentIntents and charges that come of them. */
final class StripeSessions {

    private static final long HALF_HOUR = 30 * 60L;
    private static final long DAY = 24 * 3600L;
    private static final Pattern BY_METADATA = Pattern.compile("metadata\\[['\"]([^'\"]{1,40})['\"]]:\\s*['\"]([^'\"]{1,500})['\"]");
    private static final Pattern BY_STATUS = Pattern.compile("status:\\s*['\"]([a-z_]+)['\"]");

    private final Desk desk;
    private final StripeObjects objects;
    private final AtomicLong unkeyed = new AtomicLong();

    StripeSessions(Desk desk, StripeObjects objects) {
        this.desk = desk;
        this.objects = objects;
    }

    Reply create(Form form, Optional<String> idempotencyKey) {
        if (!form.text("mode", "mode").equals("payment")) {
            throw StripeError.invalid(null, "mode", "Invalid mode: must be payment; this simulator has no subscriptions and no setup.");
        }
        address(form.text("success_url", "success_url"), "success_url");
        Optional.of(form.at("cancel_url").asText()).filter(url -> !url.isEmpty()).ifPresent(url -> address(url, "cancel_url"));
        checkMetadata(form);
        var amount = total(form);
        var now = desk.now().getEpochSecond();
        var expiresAt = form.at("expires_at").isMissingNode() ? now + DAY : form.integer("expires_at", "expires_at");
        if (expiresAt < now + HALF_HOUR || expiresAt > now + DAY) {
            throw StripeError.invalid(null, "expires_at", expiresAt > now + DAY
                    ? "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
                    : "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.");
        }
        var seed = idempotencyKey.orElseGet(() -> "without a key " + unkeyed.incrementAndGet());
        var session = "cs_" + objects.mode() + "_" + Ids.letters(40, "session " + seed);
        var paymentId = form.at("metadata", "payment_id").asText(form.at("client_reference_id").asText(session));
        var created = desk.books().create(new Asked(session, paymentId, "pi_" + Ids.letters(24, "intent " + seed), amount, desk.now(), Instant.ofEpochSecond(expiresAt), form.values()));
        if (created.isNew()) {
            desk.expireInTime(created.entry());
        }
        return Reply.json(200, objects.session(created.entry(), List.of()));
    }

    private static Money total(Form form) {
        var items = form.at("line_items");
        if (!items.isObject() || items.isEmpty()) {
            throw StripeError.missing("line_items");
        }
        var total = 0L;
        String currency = null;
        for (var index = 0; index < items.size(); index++) {
            var name = "line_items[" + index + "]";
            var position = String.valueOf(index);
            var own = currency(form.text(name + "[price_data][currency]", "line_items", position, "price_data", "currency"), name);
            if (currency != null && !currency.equals(own)) {
                throw StripeError.invalid(null, name + "[price_data][currency]", "All prices on a Checkout Session must use the same currency.");
            }
            currency = own;
            form.text(name + "[price_data][product_data][name]", "line_items", position, "price_data", "product_data", "name");
            var unit = form.integer(name + "[price_data][unit_amount]", "line_items", position, "price_data", "unit_amount");
            var quantity = form.integer(name + "[quantity]", "line_items", position, "quantity");
            if (unit < 0 || quantity < 1) {
                throw StripeError.invalid("parameter_invalid_integer", name, "This value must be greater than or equal to " + (unit < 0 ? 0 : 1) + ".");
            }
            total = Math.addExact(total, Math.multiplyExact(unit, quantity));
        }
        if (total < 1 || total > 99_999_999_99L) {
            throw StripeError.invalid(total < 1 ? "amount_too_small" : "amount_too_large", "line_items", "The Checkout Session's total amount is out of bounds.");
        }
        return new Money(total, currency);
    }

    private static String currency(String given, String name) {
        try {
            return Currency.getInstance(given.toUpperCase(Locale.ROOT)).getCurrencyCode();
        } catch (IllegalArgumentException unknown) {
            throw StripeError.invalid(null, name + "[price_data][currency]", "Invalid currency: " + given);
        }
    }

    private static void checkMetadata(Form form) {
        for (var metadata : List.of(form.at("metadata"), form.at("payment_intent_data", "metadata"))) {
            if (metadata.size() > 50 || metadata.propertyStream().anyMatch(entry -> entry.getKey().length() > 40 || entry.getValue().asText().length() > 500)) {
                throw StripeError.invalid(null, "metadata", "Metadata can have up to 50 keys, with names up to 40 characters and values up to 500 characters long.");
            }
        }
        if (form.at("client_reference_id").asText().length() > 200) {
            throw StripeError.invalid(null, "client_reference_id", "Invalid string: must be at most 200 characters");
        }
    }

    private static void address(String url, String param) {
        try {
            if (List.of("http", "https").contains(String.valueOf(URI.create(url.replace("{CHECKOUT_SESSION_ID}", "cs")).getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException notOne) {
            // refused below
        }
        throw StripeError.invalid("url_invalid", param, "Not a valid URL");
    }

    Reply show(String id, List<String> expand) {
        return Reply.json(200, objects.session(session(id), expand));
    }

    Reply list(Form query) {
        var intent = query.at("payment_intent").asText();
        Predicate<Payment> which = payment -> intent.isEmpty() || objects.hasIntent(payment) && payment.providerReference().equals(intent);
        return Reply.json(200, StripeObjects.list("/v1/checkout/sessions", desk.books().payments(which).reversed().stream().map(payment -> objects.session(payment, List.of())).toList(), query));
    }

    Reply expire(String id, List<String> expand) {
        var session = session(id);
        if (!StripeObjects.status(session).equals("open")) {
            throw StripeError.invalid(null, "session", "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `%s`."
                    .formatted(StripeObjects.status(session)));
        }
        var closed = desk.books().close(id).orElseThrow();
        if (closed.status() != Payment.Status.CLOSED) {
            throw StripeError.invalid(null, "session", "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `complete`.");
        }
        desk.tell(desk.books().closed(id));
        return Reply.json(200, objects.session(closed, expand));
    }

    Reply showIntent(String id, List<String> expand) {
        return Reply.json(200, objects.intent(intent(id), expand));
    }

    /** Only what Stripe's search language needs for metadata and status, joined by AND. */
    Reply search(String query) {
        Predicate<Payment> which = objects::hasIntent;
        for (var clause : query.split(" AND ")) {
            which = which.and(clause(clause.strip()));
        }
        var found = objects.searched(desk.books().payments(which).reversed());
        return Reply.json(200, found);
    }

    private Predicate<Payment> clause(String clause) {
        var byMetadata = BY_METADATA.matcher(clause);
        if (byMetadata.matches()) {
            return payment -> objects.intentMetadata(payment).path(byMetadata.group(1)).asText("").equals(byMetadata.group(2));
        }
        var byStatus = BY_STATUS.matcher(clause);
        if (byStatus.matches()) {
            return payment -> StripeObjects.intentStatus(payment).equals(byStatus.group(1));
        }
        throw StripeError.invalid(null, "query", "We were unable to parse your search query: " + clause);
    }

    Reply showCharge(String id) {
        var payment = desk.books().payments(each -> each.receipt() != null && objects.chargeId(each).equals(id)).stream().findFirst();
        return Reply.json(200, objects.charge(payment.orElseThrow(() -> StripeError.unknown("charge", "id", id))));
    }

    private Payment session(String id) {
        return desk.books().find(id).orElseThrow(() -> StripeError.unknown("checkout.session", "session", id));
    }

    private Payment intent(String id) {
        return desk.books().findByReference(id).filter(objects::hasIntent).orElseThrow(() -> StripeError.unknown("payment_intent", "intent", id));
    }
}
