package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;

/** An order nobody pays is cancelled when its two hours are over. */
final class NeverPaid implements Scene {
    static final String SKU = "kite";
    private Buyer buyer;
    private Order order;

    @Override
    public String title() {
        return "An order never paid is cancelled after two hours";
    }

    @Override
    public boolean movesTheClock() {
        return true;
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "潍坊沙燕风筝 Weifang swallow kite", Money.cny(8600), 3);
        buyer = stage.shop().buyer("wen");
        String orderId = stage.order(buyer, "Wen", SKU, 2, null);
        stage.untilItAwaitsPayment(buyer, orderId);
        stage.claimStock(SKU, 1, 2, 0);
        stage.letTheWindowPass();
        order = stage.untilItEnds(buyer, orderId, "CANCELLED (PAYMENT_TIMEOUT)");
        stage.claimStock(SKU, 3, 0, 0);
    }

    Buyer buyer() {
        return buyer;
    }

    /** The cancelled order; null before the scene was played to its end. */
    Order order() {
        return order;
    }
}
