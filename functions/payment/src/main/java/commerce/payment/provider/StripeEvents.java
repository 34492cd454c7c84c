package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Money;
import commerce.payment.domain.Dispute;
import commerce.payment.domain.Notification;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import java.util.Optional;

/**
 * Reads Stripe's events in our words. Every one of them holds a snapshot of the object it is about; our reference is in the object's
 * {@code metadata}, where we put it, and a session's {@code client_reference_id}.
 */
final class StripeEvents {

    private StripeEvents() {}

    static SignedEvent read(byte[] body, StripeAccount ours) {
        var json = SignedBody.object(body);
        if (json.isEmpty()) {
            return new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the body is not one JSON object"));
        }
        return SignedBody.eventId(json.get())
                .map(id -> new SignedEvent(id, judged(json.get(), ours)))
                .orElseGet(() -> new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the event has no id")));
    }

    /** Only Connect names the account an event is about; an event of our own account names none. */
    private static Notification judged(JsonNode event, StripeAccount ours) {
        if (event.hasNonNull("account") && !event.path("account").asText().equals(ours.account())) {
            return new Notification.Unfit("an event of another account than ours");
        }
        if (!event.path("livemode").isBoolean() || event.path("livemode").booleanValue() != ours.livemode()) {
            return new Notification.Unfit(ours.livemode() ? "a test event, but we are live" : "a live event, but we are testing");
        }
        return notification(event.path("type").asText(""), event.path("data").path("object"));
    }

    private static Notification notification(String type, JsonNode object) {
        return switch (type) {
            case "checkout.session.completed" -> completed(type, object);
            case "checkout.session.async_payment_succeeded" -> paid(session(object));
            case "checkout.session.async_payment_failed" -> refused(session(object));
            case "payment_intent.succeeded" -> paid(intent(object, "amount_received"));
            case "payment_intent.payment_failed" -> refused(intent(object, "amount"));
            case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated" -> refund(type, object);
            case "charge.refunded" -> newestRefund(type, object);
            case "charge.dispute.created", "charge.dispute.closed" -> dispute(type, object);
            default -> new Notification.Ignored(type);
        };
    }

    /** A buyer who pays by bank debit has completed the session, but the money is still on its way. */
    private static Notification completed(String type, JsonNode session) {
        return switch (session.path("payment_status").asText("")) {
            case "paid" -> paid(session(session));
            case "unpaid" -> new Notification.Ignored(type + ", not paid yet");
            default -> new Notification.Unfit("a session completed without a payment");
        };
    }

    /** What both a session and an intent say about a payment. */
    private record About(Optional<String> paymentId, Optional<String> transaction, Optional<Money> amount) {}

    private static About session(JsonNode session) {
        var reference = SignedBody.text(session, "client_reference_id");
        var paymentId = paymentId(session).or(() -> reference);
        return new About(reference.isPresent() && !reference.equals(paymentId) ? Optional.empty() : paymentId,
                SignedBody.text(session, "payment_intent").or(() -> SignedBody.text(session.path("payment_intent"), "id")), money(session, "amount_total"));
    }

    private static About intent(JsonNode intent, String amountField) {
        return new About(paymentId(intent), SignedBody.text(intent, "id"), money(intent, amountField));
    }

    private static Optional<String> paymentId(JsonNode object) {
        return SignedBody.text(object.path("metadata"), "payment_id");
    }

    private static Optional<Money> money(JsonNode object, String amountField) {
        return SignedBody.integer(object, amountField).flatMap(units -> SignedBody.text(object, "currency").flatMap(currency -> CurrencyUnits.STRIPE.here(units, currency)));
    }

    private static Notification paid(About about) {
        return about.paymentId().isPresent() && about.transaction().isPresent() && about.amount().isPresent()
                ? new Notification.PaymentSucceeded(about.paymentId().get(), about.transaction().get(), about.amount().get())
                : incomplete();
    }

    private static Notification refused(About about) {
        return about.paymentId().isPresent() && about.amount().isPresent()
                ? new Notification.PaymentFailed(about.paymentId().get(), about.amount().get())
                : incomplete();
    }

    private static Notification refund(String type, JsonNode refund) {
        var reference = SignedBody.text(refund.path("metadata"), "refund_id");
        var paymentId = paymentId(refund);
        var amount = money(refund, "amount");
        if (reference.isEmpty() || paymentId.isEmpty() || amount.isEmpty()) {
            return new Notification.Unfit("a refund that is none of ours: was it made at Stripe by hand?");
        }
        return switch (refund.path("status").asText("")) {
            case "succeeded" -> new Notification.RefundSucceeded(reference.get(), paymentId.get(), amount.get());
            case "failed", "canceled" -> new Notification.RefundFailed(reference.get(), paymentId.get(), amount.get());
            case "pending", "requires_action" -> new Notification.Ignored(type + ", not decided yet");
            default -> new Notification.Unfit("a refund in a status that Stripe's protocol does not have");
        };
    }

    /** Older API versions put a charge's refunds into it, the newest first; newer ones tell each in an event of its own. */
    private static Notification newestRefund(String type, JsonNode charge) {
        var refunds = charge.path("refunds").path("data");
        return refunds.isEmpty() ? new Notification.Ignored(type) : refund(type, refunds.get(0));
    }

    /** It names the payment only by the intent. A warning that was closed never took any money. */
    private static Notification dispute(String type, JsonNode dispute) {
        var id = SignedBody.text(dispute, "id");
        var intent = SignedBody.text(dispute, "payment_intent").or(() -> SignedBody.text(dispute.path("payment_intent"), "id"));
        var amount = money(dispute, "amount");
        if (id.isEmpty() || intent.isEmpty() || amount.isEmpty()) {
            return incomplete();
        }
        return switch (dispute.path("status").asText("")) {
            case "needs_response", "under_review" -> new Notification.Disputed(id.get(), intent.get(), amount.get(), Dispute.Status.OPEN);
            case "won" -> new Notification.Disputed(id.get(), intent.get(), amount.get(), Dispute.Status.WON);
            case "lost" -> new Notification.Disputed(id.get(), intent.get(), amount.get(), Dispute.Status.LOST);
            case "warning_needs_response", "warning_under_review", "warning_closed", "prevented" -> new Notification.Ignored(type + ", a warning");
            default -> new Notification.Unfit("a dispute in a status that Stripe's protocol does not have");
        };
    }

    private static Notification incomplete() {
        return new Notification.Unfit("the event does not say which payment of ours it is about, or how much it was");
    }
}
