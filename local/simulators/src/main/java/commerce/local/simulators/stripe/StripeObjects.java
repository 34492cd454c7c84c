package commerce.local.simulators.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import java.util.List;
import java.util.Locale;

/** The books' entries as Stripe's objects. */
final class StripeObjects {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Desk desk;
    private final StripeAccount account;

    StripeObjects(Desk desk, StripeAccount account) {
        this.desk = desk;
        this.account = account;
    }

    String mode() {
        return account.livemode() ? "live" : "test";
    }

    /** The members of a page: {@code limit} of them, after {@code starting_after}. */
    static ObjectNode list(String url, List<ObjectNode> all, Form query) {
        var after = query.at("starting_after").asText("");
        var limit = query.at("limit").isMissingNode() ? 10 : query.integer("limit", "limit");
        if (limit < 1 || limit > 100) {
            throw StripeError.invalid("parameter_invalid_integer", "limit", "Invalid limit: must be between 1 and 100");
        }
        var rest = after.isEmpty() ? all : all.stream().dropWhile(each -> !each.path("id").asText().equals(after)).skip(1).toList();
        var list = NODES.objectNode().put("object", "list").put("url", url).put("has_more", rest.size() > limit);
        list.putArray("data").addAll(rest.stream().limit(limit).toList());
        return list;
    }

    /** A session is complete once the buyer has done their part, whatever becomes of the money. */
    static String status(Payment payment) {
        return switch (payment.status()) {
            case OPEN -> "open";
            case REFUSED -> payment.delayed() ? "complete" : "open";
            case PROCESSING, PAID -> "complete";
            case CLOSED -> "expired";
        };
    }

    static String intentStatus(Payment payment) {
        return switch (payment.status()) {
            case OPEN, REFUSED -> "requires_payment_method";
            case PROCESSING -> "processing";
            case PAID -> "succeeded";
            case CLOSED -> "canceled";
        };
    }

    /** A session has none before the buyer first tries to pay. */
    boolean hasIntent(Payment payment) {
        return payment.receipt() != null || payment.delayed() || payment.status() == Payment.Status.REFUSED;
    }

    String chargeId(Payment payment) {
        return "ch_" + Ids.letters(24, "charge " + payment.providerReference());
    }

    private static Money amount(Payment payment) {
        return payment.receipt() == null ? payment.amount() : payment.receipt().amount();
    }

    private static String currency(Money money) {
        return money.currency().toLowerCase(Locale.ROOT);
    }

    private ObjectNode object(String id, String object, long created) {
        return NODES.objectNode().put("id", id).put("object", object).put("created", created).put("livemode", account.livemode());
    }

    private static ObjectNode metadata(JsonNode given) {
        return given.isObject() ? given.deepCopy() : NODES.objectNode();
    }

    JsonNode intentMetadata(Payment payment) {
        return payment.asked().request().path("payment_intent_data").path("metadata");
    }

    ObjectNode session(Payment payment, List<String> expand) {
        var request = payment.asked().request();
        var amount = amount(payment);
        var session = object(payment.key(), "checkout.session", payment.asked().createdAt().getEpochSecond())
                .put("amount_subtotal", amount.amount())
                .put("amount_total", amount.amount())
                .put("currency", currency(amount))
                .put("client_reference_id", request.path("client_reference_id").asText(null))
                .put("expires_at", payment.asked().expiresAt().getEpochSecond())
                .put("mode", "payment")
                .put("payment_status", payment.isPaid() ? "paid" : "unpaid")
                .put("status", status(payment))
                .put("success_url", request.path("success_url").asText(null))
                .put("cancel_url", request.path("cancel_url").asText(null))
                .put("url", status(payment).equals("open") ? desk.payPage(payment.key()) : null)
                .putNull("customer")
                .putNull("customer_details");
        session.set("metadata", metadata(request.path("metadata")));
        session.putArray("payment_method_types").add("card");
        if (!hasIntent(payment)) {
            session.putNull("payment_intent");
        } else if (expand.stream().anyMatch(path -> path.startsWith("payment_intent"))) {
            session.set("payment_intent", intent(payment, expand.stream().map(path -> path.replaceFirst("payment_intent\\.?", "")).toList()));
        } else {
            session.put("payment_intent", payment.providerReference());
        }
        return session;
    }

    ObjectNode intent(Payment payment, List<String> expand) {
        var amount = amount(payment);
        var intent = object(payment.providerReference(), "payment_intent", payment.asked().createdAt().getEpochSecond())
                .put("amount", amount.amount())
                .put("amount_capturable", 0)
                .put("amount_received", payment.receipt() == null ? 0 : amount.amount())
                .put("capture_method", "automatic_async")
                .put("currency", currency(amount))
                .put("status", intentStatus(payment));
        intent.set("metadata", metadata(intentMetadata(payment)));
        intent.putArray("payment_method_types").add("card");
        if (payment.receipt() == null) {
            intent.putNull("latest_charge");
        }
        if (payment.status() == Payment.Status.REFUSED) {
            intent.putObject("last_payment_error").put("type", "card_error").put("code", "card_declined").put("decline_code", "generic_decline").put("message", "Your card was declined.");
        }
        if (payment.receipt() != null && expand.contains("latest_charge")) {
            intent.set("latest_charge", charge(payment));
        } else if (payment.receipt() != null) {
            intent.put("latest_charge", chargeId(payment));
        }
        return intent;
    }

    /** A page of search results. */
    ObjectNode searched(List<Payment> found) {
        var result = NODES.objectNode().put("object", "search_result").put("url", "/v1/payment_intents/search").put("has_more", false).putNull("next_page");
        result.putArray("data").addAll(found.stream().map(payment -> intent(payment, List.of())).toList());
        return result;
    }

    ObjectNode charge(Payment payment) {
        var amount = amount(payment);
        var done = desk.books().refundsOf(payment.key()).stream().filter(refund -> refund.status() == Refund.Status.SUCCEEDED).mapToLong(refund -> refund.amount().amount()).sum();
        var charge = object(chargeId(payment), "charge", payment.receipt().at().getEpochSecond())
                .put("amount", amount.amount())
                .put("amount_captured", amount.amount())
                .put("amount_refunded", done)
                .put("captured", true)
                .put("currency", currency(amount))
                .put("disputed", payment.dispute() != null)
                .put("paid", true)
                .put("payment_intent", payment.providerReference())
                .put("refunded", done == amount.amount())
                .put("status", "succeeded");
        charge.set("metadata", metadata(intentMetadata(payment)));
        return charge;
    }

    ObjectNode refund(Refund refund, Payment payment) {
        var view = NODES.objectNode()
                .put("id", refund.key())
                .put("object", "refund")
                .put("amount", refund.amount().amount())
                .put("charge", chargeId(payment))
                .put("created", refund.createdAt().getEpochSecond())
                .put("currency", currency(refund.amount()))
                .put("payment_intent", payment.providerReference())
                .put("reason", refund.request().path("reason").asText(null))
                .put("status", switch (refund.status()) {
                    case PENDING -> "pending";
                    case SUCCEEDED -> "succeeded";
                    case FAILED -> "failed";
                });
        if (refund.status() == Refund.Status.FAILED) {
            view.put("failure_reason", "expired_or_canceled_card");
        }
        view.set("metadata", metadata(refund.request().path("metadata")));
        return view;
    }

    ObjectNode dispute(Payment payment) {
        var dispute = payment.dispute();
        var view = object("du_" + Ids.letters(24, "dispute " + payment.providerReference() + dispute.at()), "dispute", dispute.at().getEpochSecond())
                .put("amount", dispute.amount().amount())
                .put("charge", chargeId(payment))
                .put("currency", currency(dispute.amount()))
                .put("is_charge_refundable", false)
                .put("payment_intent", payment.providerReference())
                .put("reason", "fraudulent")
                .put("status", switch (dispute.status()) {
                    case OPEN -> "needs_response";
                    case WON -> "won";
                    case LOST -> "lost";
                });
        view.putObject("metadata");
        view.putArray("balance_transactions");
        return view;
    }
}
