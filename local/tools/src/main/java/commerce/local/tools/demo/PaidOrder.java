package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;

/** The ordinary case: ordered, paid, confirmed, settled in the ledger. */
final class PaidOrder implements Scene {
    private static final String SKU = "longjing";

    @Override
    public String title() {
        return "An order is paid and confirmed";
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "明前龙井 Longjing green tea", Money.cny(8800), 10);
        Buyer buyer = stage.shop().buyer("mei");
        String orderId = stage.order(buyer, "Mei", SKU, 2, null);
        Order waiting = stage.untilItAwaitsPayment(buyer, orderId);
        stage.claimStock(SKU, 8, 2, 0);
        stage.say("Mei pays " + waiting.total());
        stage.controls().pay(waiting.paymentId(), 1);
        Order order = stage.untilItEnds(buyer, orderId, "CONFIRMED");
        stage.claimSame(Money.cny(0), order.refunded(), "refunded: " + order.refunded());
        stage.claimStock(SKU, 8, 0, 2);
        stage.ledger(orderId, 2);
    }
}
