package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;

/** A coupon takes everything off: nothing to pay, confirmed at once. */
final class FreeOrder implements Scene {
    private static final String SKU = "notebook";
    private static final String COUPON = "GIFT";

    @Override
    public String title() {
        return "A coupon makes an order free: confirmed without a payment";
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "线装笔记本 Thread-bound notebook", Money.cny(3600), 8);
        stage.shop().coupon(COUPON, Json.object("percentOff", 10_000, "maxRedemptions", 1));
        Buyer buyer = stage.shop().buyer("bo");
        String orderId = stage.order(buyer, "Bo", SKU, 1, COUPON);
        Order order = stage.untilItEnds(buyer, orderId, "CONFIRMED");
        stage.claimSame(Money.cny(0), order.total(), "total " + order.total());
        stage.claimSame("", order.paymentId(), "no payment was asked for");
        stage.claimSame(1L, stage.shop().couponOf(COUPON).path("redeemed").asLong(), "coupon " + COUPON + " is redeemed once");
        stage.claimStock(SKU, 7, 0, 1);
    }
}
