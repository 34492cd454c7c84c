package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.LedgerEntry;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** The provider tells us five times; it counts once. */
final class RepeatedWebhook implements Scene {
    private static final String SKU = "walnuts";
    private static final int DELIVERIES = 5;

    @Override
    public String title() {
        return "A webhook delivered five times counts once";
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "新疆薄皮核桃 Xinjiang walnuts", Money.cny(4580), 20);
        Buyer buyer = stage.shop().buyer("qi");
        String orderId = stage.order(buyer, "Qi", SKU, 3, null);
        Order waiting = stage.untilItAwaitsPayment(buyer, orderId);
        stage.say("Qi pays " + waiting.total() + ", and the provider says so " + DELIVERIES + " times");
        stage.controls().pay(waiting.paymentId(), DELIVERIES);
        stage.untilItEnds(buyer, orderId, "CONFIRMED");
        stage.ledger(orderId, 2);
        stage.untilQuiet();
        Order order = buyer.see(orderId);
        stage.claimSame(1, Collections.frequency(order.history(), "CONFIRMED"), "confirmed once: " + String.join(" → ", order.history()));
        stage.claimSame(Money.cny(0), order.refunded(), "taken as one payment, not as money to give back: refunded " + order.refunded());
        List<LedgerEntry> entries = stage.shop().entriesOf(orderId);
        stage.claimSame(entries.size(), new HashSet<>(entries.stream().map(LedgerEntry::cause).toList()).size(),
                entries.size() + " ledger entries, each cause once");
        stage.claimStock(SKU, 17, 0, 3);
    }
}
