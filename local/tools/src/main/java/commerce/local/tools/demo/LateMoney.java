package commerce.local.tools.demo;

import commerce.local.tools.client.LedgerEntry;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import java.util.List;
import java.util.stream.Collectors;

/** The buyer of a cancelled order had paid after all: the money goes back by itself. */
final class LateMoney implements Scene {
    private final NeverPaid earlier;

    LateMoney(NeverPaid earlier) {
        this.earlier = earlier;
    }

    @Override
    public String title() {
        return "Late money for that order is refunded by itself";
    }

    /** It needs the order that the scene before let expire. */
    @Override
    public boolean movesTheClock() {
        return true;
    }

    @Override
    public void play(Stagehand stage) {
        Order cancelled = earlier.order();
        if (cancelled == null) {
            throw new SceneFailed("there is no cancelled order, because the scene before failed");
        }
        String orderId = cancelled.orderId();
        Money total = cancelled.total();
        stage.say("Wen's " + total + " for order " + orderId + " arrive after all");
        stage.controls().pay(cancelled.paymentId(), 1);
        Order refunded = earlier.buyer().await(orderId, Patience.ALONE, "shows " + total + " refunded", seen -> seen.refunded().equals(total));
        stage.claimSame(cancelled.verdict(), refunded.verdict(), "refunded " + refunded.refunded() + ", and the order stays " + refunded.verdict());
        stage.claimStock(NeverPaid.SKU, 3, 0, 0);
        List<LedgerEntry> entries = stage.ledger(orderId, 2);
        boolean nothingLeft = entries.stream().flatMap(entry -> entry.postings().stream())
                .collect(Collectors.groupingBy(LedgerEntry.Posting::account,
                        Collectors.summingLong(line -> line.amount().amount())))
                .values().stream().allMatch(balance -> balance == 0);
        stage.claim(nothingLeft, "nothing of it is left on any account");
    }
}
