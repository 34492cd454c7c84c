package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.LedgerEntry;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.PayPage;
import java.util.List;
import java.util.Map;

/** An order through one real provider's protocol: paid on the provider's page, told by its signed webhook, and given back as a whole. */
final class ThroughAProvider implements Scene {
    private static final Money PRICE = Money.cny(12800);
    private final String provider;
    private final String name;
    private final String actionType;

    /**
     * @param provider   as orders name it
     * @param name       as people do
     * @param actionType how its buyers pay: {@code REDIRECT} or {@code QR_CODE}
     */
    ThroughAProvider(String provider, String name, String actionType) {
        this.provider = provider;
        this.name = name;
        this.actionType = actionType;
    }

    @Override
    public String title() {
        return "An order through " + name + " is paid, confirmed and refunded";
    }

    @Override
    public void play(Stagehand stage) {
        if (!stage.controls().plays(provider)) {
            stage.say("left out: nobody plays " + name + " here");
            return;
        }
        String sku = "gift-box-" + provider;
        stage.putOnSale(sku, "节日礼盒 Gift box", PRICE, 5);
        Buyer buyer = stage.shop().buyer("lin");
        String orderId = buyer.orderAt(provider, Map.of(sku, 1));
        Order waiting = stage.untilItAwaitsPayment(buyer, orderId);
        stage.claimSame(actionType, waiting.actionType(), "Lin pays by " + waiting.actionType() + ": " + waiting.actionUrl());
        PayPage.pay(waiting);
        stage.untilItEnds(buyer, orderId, "CONFIRMED");
        stage.claimStock(sku, 4, 0, 1);
        stage.shop().refund(orderId, "changed-their-mind", null).expect(200, 201, 202);
        Order refunded = buyer.await(orderId, Patience.ALONE, "shows " + PRICE + " refunded", seen -> seen.refunded().equals(PRICE));
        stage.claimSame("CONFIRMED", refunded.verdict(), "refunded " + refunded.refunded() + ", and the order stays " + refunded.verdict());
        stage.claimSame(PRICE, Money.of(stage.controls().books(waiting.paymentId()).path("givenBack")), name + "'s own books say the same");
        stage.untilQuiet();
        List<LedgerEntry> entries = stage.ledger(orderId, 3);
        stage.claimSame(0L, entries.stream().flatMap(entry -> entry.postings().stream()).filter(line -> line.account().startsWith("provider_receivable"))
                .mapToLong(line -> line.amount().amount()).sum(), name + " owes us nothing for it");
    }
}
