package commerce.local.tools.demo;

import commerce.local.tools.client.Order;
import commerce.local.tools.client.Reply;

/** The customer changes their mind before paying. */
final class CustomerCancels implements Scene {
    private final ForgedWebhook earlier;

    CustomerCancels(ForgedWebhook earlier) {
        this.earlier = earlier;
    }

    @Override
    public String title() {
        return "The customer cancels";
    }

    @Override
    public void play(Stagehand stage) {
        Order open = earlier.order();
        if (open == null) {
            throw new SceneFailed("there is no open order, because the scene before failed");
        }
        Reply reply = earlier.buyer().cancel(open.orderId());
        stage.claimSame(202, reply.status(), "Fang cancels order " + open.orderId() + ": answered " + reply.status());
        stage.untilItEnds(earlier.buyer(), open.orderId(), "CANCELLED (BY_CUSTOMER)");
        stage.claimStock(ForgedWebhook.SKU, 6, 0, 0);
    }
}
