package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;

/** A refused payment does not lose the order: a second attempt pays it. */
final class SecondAttempt implements Scene {
    private static final String SKU = "wok";

    @Override
    public String title() {
        return "A payment is refused, the second attempt succeeds";
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "手工铁锅 Hand-hammered iron wok", Money.cny(23900), 5);
        Buyer buyer = stage.shop().buyer("lan");
        String orderId = stage.order(buyer, "Lan", SKU, 1, null);
        Order first = stage.untilItAwaitsPayment(buyer, orderId);
        stage.say("Lan's bank refuses");
        stage.controls().refuse(first.paymentId());
        Order refused = buyer.await(orderId, Patience.ALONE, "shows the refusal", seen -> seen.paymentStatus().equals("FAILED") || seen.isFinal());
        stage.claimSame("AWAITING_PAYMENT", refused.status(), "payment " + first.paymentId() + " is " + refused.paymentStatus() + ", the order is still " + refused.status());
        buyer.payAnew(orderId);
        Order second = buyer.await(orderId, Patience.ALONE, "shows a second attempt",
                seen -> seen.awaitsPayment() && !seen.paymentId().equals(first.paymentId()) || seen.isFinal());
        stage.say("Lan tries again: payment " + second.paymentId() + ", and pays " + second.total());
        stage.controls().pay(second.paymentId(), 1);
        stage.untilItEnds(buyer, orderId, "CONFIRMED");
        stage.claimStock(SKU, 4, 0, 1);
        stage.ledger(orderId, 2);
    }
}
