package commerce.local.simulators.stripe;

import commerce.local.simulators.Books.Refunding;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import commerce.local.simulators.Reply;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Refunds of a PaymentIntent or a charge: partial, several, never more than is left. */
final class StripeRefunds {

    private static final Set<String> REASONS = Set.of("", "duplicate", "fraudulent", "requested_by_customer");

    private final Desk desk;
    private final StripeObjects objects;
    private final AtomicLong unkeyed = new AtomicLong();

    StripeRefunds(Desk desk, StripeObjects objects) {
        this.desk = desk;
        this.objects = objects;
    }

    Reply create(Form form, Optional<String> idempotencyKey) {
        var payment = payment(form);
        if (!REASONS.contains(form.at("reason").asText(""))) {
            throw StripeError.invalid(null, "reason", "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer");
        }
        if (payment.receipt() == null) {
            throw StripeError.invalid(null, null, "This PaymentIntent (" + payment.providerReference() + ") does not have a successful charge to refund.");
        }
        var amount = form.at("amount").isMissingNode() ? payment.left() : form.integer("amount", "amount");
        if (payment.left() == 0) {
            throw StripeError.invalid("charge_already_refunded", null, "Charge " + objects.chargeId(payment) + " has already been refunded.");
        }
        if (amount < 1) {
            throw StripeError.invalid("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
        }
        var key = "re_" + Ids.letters(24, "refund " + idempotencyKey.orElseGet(() -> "without a key " + unkeyed.incrementAndGet()));
        var refund = Refund.asked(key, payment.key(), key, new Money(amount, payment.receipt().amount().currency()), desk.now(), form.values());
        return switch (desk.books().refund(refund)) {
            case Refunding.Accepted(var taken, var isNew) -> {
                desk.finishSoon(taken);
                yield Reply.json(200, objects.refund(taken, payment));
            }
            case Refunding.Exceeds(var now) -> throw StripeError.invalid(null, "amount",
                    "Refund amount (%d) is greater than unrefunded amount on charge (%d)".formatted(amount, now.left()));
            case Refunding.Differs differs -> throw StripeError.keyReused(idempotencyKey.orElse(""));
            case Refunding.NotPaid open -> throw new IllegalStateException("what is paid stays paid");
            case Refunding.NoPayment none -> throw new IllegalStateException("the payment was here a moment ago");
        };
    }

    private Payment payment(Form form) {
        var intent = form.at("payment_intent").asText("");
        var charge = form.at("charge").asText("");
        if (intent.isEmpty() && charge.isEmpty()) {
            throw StripeError.invalid("parameter_missing", null, "One of the following params should be provided for this request: payment_intent or charge.");
        }
        if (!intent.isEmpty()) {
            return desk.books().findByReference(intent).filter(objects::hasIntent).orElseThrow(() -> StripeError.unknown("payment_intent", "payment_intent", intent));
        }
        return desk.books().payments(each -> each.receipt() != null && objects.chargeId(each).equals(charge)).stream().findFirst()
                .orElseThrow(() -> StripeError.unknown("charge", "id", charge));
    }

    Reply show(String id) {
        var refund = desk.books().findRefund(id).orElseThrow(() -> StripeError.unknown("refund", "id", id));
        return Reply.json(200, objects.refund(refund, desk.books().find(refund.paymentKey()).orElseThrow()));
    }

    /** Of one PaymentIntent, the newest first. */
    Reply list(Form query) {
        var intent = query.text("payment_intent", "payment_intent");
        var refunds = desk.books().findByReference(intent).filter(objects::hasIntent)
                .map(payment -> desk.books().refundsOf(payment.key()).reversed().stream().map(refund -> objects.refund(refund, payment)).toList())
                .orElse(List.of());
        return Reply.json(200, StripeObjects.list("/v1/refunds", refunds, query));
    }
}
