package commerce.local.simulators.adyen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.simulators.Books.Refunding;
import commerce.local.simulators.Change;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import commerce.local.simulators.Reply;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Refunds are received here; a webhook tells whether they work. */
final class AdyenRefunds {

    private final Desk desk;
    private final AdyenAccount account;
    private final AtomicLong unkeyed = new AtomicLong();

    AdyenRefunds(Desk desk, AdyenAccount account) {
        this.desk = desk;
        this.account = account;
    }

    Reply create(String pspReference, Fields fields, Optional<String> idempotencyKey) {
        AdyenProtocol.mine(fields, account);
        var amount = fields.amount();
        fields.optional("reference", 80);
        var payment = desk.books().findByReference(pspReference).filter(each -> each.receipt() != null)
                .orElseThrow(() -> AdyenError.validation("167", "Original pspReference required for this operation"));
        if (!payment.receipt().amount().currency().equals(amount.currency())) {
            throw AdyenError.validation("138", "The currency is not that of the payment.");
        }
        var key = Ids.capitals(16, "refund " + idempotencyKey.orElseGet(() -> "without a key " + unkeyed.incrementAndGet()));
        var refund = Refund.asked(key, payment.key(), key, amount, desk.now(), fields.json());
        switch (desk.books().refund(refund)) {
            case Refunding.Accepted(var taken, var isNew) -> desk.finishSoon(taken);
            case Refunding.Exceeds(var now) -> refuse(now, refund);
            case Refunding.Differs differs -> throw AdyenError.validation("704", "request already processed or in progress");
            case Refunding.NotPaid open -> throw new IllegalStateException("what is paid stays paid");
            case Refunding.NoPayment none -> throw new IllegalStateException("the payment was here a moment ago");
        }
        var view = JsonNodeFactory.instance.objectNode()
                .put("merchantAccount", account.merchantAccount())
                .put("paymentPspReference", pspReference)
                .put("pspReference", key)
                .put("reference", fields.json().path("reference").asText(""))
                .put("status", "received");
        view.putObject("amount").put("value", amount.amount()).put("currency", amount.currency());
        return Reply.json(201, view);
    }

    private void refuse(Payment payment, Refund refund) {
        desk.tellSoon(new Change.RefundEnded(payment, refund.ended(Refund.Status.FAILED, desk.now())));
    }
}
