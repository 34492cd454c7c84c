package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;

/** More is ordered than there is: the order is rejected and nothing is held. */
final class OutOfStock implements Scene {
    private static final String SKU = "quilt";

    @Override
    public String title() {
        return "An order for more than there is, is rejected";
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "桑蚕丝被 Mulberry silk quilt", Money.cny(89900), 1);
        Buyer buyer = stage.shop().buyer("jun");
        String orderId = stage.order(buyer, "Jun", SKU, 3, null);
        Order order = stage.untilItEnds(buyer, orderId, "REJECTED (OUT_OF_STOCK)");
        stage.claimSame("", order.paymentId(), "no payment was ever asked for");
        stage.claimStock(SKU, 1, 0, 0);
    }
}
