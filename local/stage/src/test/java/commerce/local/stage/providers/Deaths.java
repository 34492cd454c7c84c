package commerce.local.stage.providers;

import commerce.local.stage.FaultInjector;
import commerce.local.stage.FaultInjector.KillFault;
import commerce.local.stage.LocalStage;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Every way a function can die between two of its calls to AWS while an order is paid and given back at one provider: counted in a purchase
 * that goes well, so that no list of them grows old.
 */
final class Deaths {

    private static final int NEVER = 1_000_000;
    /** What only whoever watches asks: it dies, and they ask again. */
    private static final Set<String> WATCHING = Set.of("get-order", "get-stock", "list-ledger-entries");

    private final LocalStage stage;
    private final String provider;

    /** @param nth the function's call, counted over all its invocations; it has taken effect or not */
    record Death(String operation, int nth, boolean after) {

        @Override
        public String toString() {
            return operation + " killed " + (after ? "after" : "before") + " its call " + nth;
        }
    }

    Deaths(LocalStage stage, String provider) {
        this.stage = stage;
        this.provider = provider;
    }

    List<Death> all() {
        var purchase = new Purchase(url(), provider);
        for (var operation : stage.functions().operations().stream().filter(operation -> !WATCHING.contains(operation)).sorted().toList()) {
            stage.faults().arm(new KillFault(operation, "*", "*", false, NEVER, NEVER, 1));
        }
        purchase.play();
        var counted = stage.faults().armed();
        stage.faults().disarmAll();
        var deaths = new ArrayList<Death>();
        for (var fault : counted) {
            if (fault instanceof KillFault count) {
                for (int nth = 1; nth <= NEVER - count.left(); nth++) {
                    deaths.add(new Death(count.operation(), nth, false));
                    deaths.add(new Death(count.operation(), nth, true));
                }
            }
        }
        return deaths;
    }

    static List<Death> sample(List<Death> all, int size, long seed) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(size, shuffled.size()));
    }

    /** Whether it came to that: how often a function calls is not the same in every purchase. */
    boolean happensIn(Purchase purchase, Death death) {
        stage.faults().arm(new KillFault(death.operation(), "*", "*", death.after(), death.nth(), death.nth(), 1));
        try {
            purchase.play();
            return stage.faults().armed().isEmpty();
        } finally {
            stage.faults().disarmAll();
        }
    }

    Purchase purchase() {
        return new Purchase(url(), provider);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + stage.port());
    }
}
