package commerce.local.stage.providers;

import commerce.local.stage.FaultInjector.KillFault;
import commerce.local.stage.LocalStage;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Every way a function can die between two of its calls to AWS while an order is paid and given back at one provider: counted in a purchase
 * that goes well, so that no list of them grows old.
 */
final class Deaths {

    private static final int NEVER = 1_000_000;
    private static final String EVERY_CALL = "*";
    /** What only whoever watches asks: it dies, and they ask again. */
    private static final Set<String> WATCHING = Set.of("get-order", "get-stock", "list-ledger-entries");
    /** Those between which money and goods change hands: told of it, confirmed, given back, booked. */
    private static final Set<String> HANDLING_MONEY = Set.of("payment-webhook", "apply-notification", "record-payment", "commit-stock", "confirm-order", "refund-payment", "execute-refund",
            "record-refund", "post-payment", "settle-order");
    /** Every call by which one of them changes or tells something. */
    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem", "PutEvents", "StartExecution", "SendTaskSuccess", "SendTaskFailure");

    private final LocalStage stage;
    private final String provider;

    /**
     * One function dies once.
     *
     * @param call which of its calls count
     * @param nth at which of them, counted over all its invocations
     * @param after whether that call has taken effect
     */
    record Death(String operation, String call, int nth, boolean after) {

        private KillFault fault() {
            return new KillFault(operation, "*", call, after, nth, nth, 1);
        }

        @Override
        public String toString() {
            return operation + " killed " + (after ? "after" : "before") + " its " + (call.equals(EVERY_CALL) ? "call" : call) + " " + nth;
        }
    }

    Deaths(LocalStage stage, String provider) {
        this.stage = stage;
        this.provider = provider;
    }

    /** Before and after every call of every function. */
    List<Death> atEveryCall() {
        return counted(operation -> !WATCHING.contains(operation), Set.of(EVERY_CALL));
    }

    /**
     * Before and after every write of every function that handles money, in as few purchases as there can be: in each every function dies at
     * most once, and they die together.
     */
    List<List<Death>> atEveryWrite() {
        var waves = new ArrayList<List<Death>>();
        counted(HANDLING_MONEY::contains, WRITES).stream().collect(Collectors.groupingBy(Death::operation)).values().forEach(deaths -> {
            for (int index = 0; index < deaths.size(); index++) {
                if (index == waves.size()) {
                    waves.add(new ArrayList<>());
                }
                waves.get(index).add(deaths.get(index));
            }
        });
        return waves;
    }

    private List<Death> counted(Predicate<String> isMeant, Set<String> calls) {
        for (var operation : stage.functions().operations().stream().filter(isMeant).sorted().toList()) {
            calls.forEach(call -> stage.faults().arm(new Death(operation, call, NEVER, false).fault()));
        }
        try {
            purchase().play();
            return stage.faults().armed().stream().map(KillFault.class::cast).flatMap(count -> of(count).stream()).toList();
        } finally {
            stage.faults().disarmAll();
        }
    }

    private static List<Death> of(KillFault count) {
        var deaths = new ArrayList<Death>();
        for (int nth = 1; nth <= NEVER - count.left(); nth++) {
            deaths.add(new Death(count.operation(), count.call(), nth, false));
            deaths.add(new Death(count.operation(), count.call(), nth, true));
        }
        return deaths;
    }

    static List<List<Death>> oneByOne(List<Death> all, int size, long seed) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.stream().limit(size).map(List::of).toList();
    }

    /** How many of them it came to: how often a function calls is not the same in every purchase. */
    int happeningIn(Purchase purchase, List<Death> deaths) {
        deaths.forEach(death -> stage.faults().arm(death.fault()));
        try {
            purchase.play();
            return deaths.size() - stage.faults().armed().size();
        } finally {
            stage.faults().disarmAll();
        }
    }

    Purchase purchase() {
        return new Purchase(URI.create("http://127.0.0.1:" + stage.port()), provider);
    }
}
