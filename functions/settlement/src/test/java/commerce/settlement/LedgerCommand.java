package commerce.settlement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What can be asked of the ledger, as data: a sequence of them can be repeated, cut and printed. All amounts are CNY. */
sealed interface LedgerCommand {

    /** A fact about an order: the provider took money for a merchant. */
    record Fact(String orderId, String merchant, long amount) implements LedgerCommand {}

    /** @param seconds how long a pending one may wait, 0 for ever */
    record Begin(String id, String debit, String credit, long amount, boolean pending, long seconds) implements LedgerCommand {}

    /** @param part 0 for the whole */
    record Post(String id, long part) implements LedgerCommand {}

    record GiveUp(String id) implements LedgerCommand {}

    record Reverse(String id, String reason) implements LedgerCommand {}

    /** Time passes. */
    record Tick(long seconds) implements LedgerCommand {}

    /** The sweeper comes by. */
    record Sweep() implements LedgerCommand {}

    /** The stream is delivered. @param times how often */
    record Seal(int times) implements LedgerCommand {}

    /** The process dies at a call to DynamoDB, before or after it took effect; whoever asked asks again. */
    record Crash(LedgerCommand command, int call, boolean after) implements LedgerCommand {}

    /** Several at the same time. */
    record Together(List<LedgerCommand> commands) implements LedgerCommand {}

    List<String> ACCOUNTS = List.of("bank", "adjustments", "merchant_deposit:a", "merchant_deposit:b", "payout_clearing:a", "merchant_payable:a");

    /** Few ids and amounts, so that commands meet. */
    static List<LedgerCommand> sequence(Random random, int length) {
        var commands = new ArrayList<LedgerCommand>();
        for (int i = 0; i < length; i++) {
            commands.add(switch (random.nextInt(20)) {
                case 0, 1, 2 -> new Crash(single(random), 1 + random.nextInt(3), random.nextBoolean());
                case 3, 4, 5 -> new Together(Stream.generate(() -> single(random)).limit(2 + random.nextInt(2)).toList());
                case 6 -> new Together(Collections.nCopies(3, single(random)));
                case 7 -> new Tick(1 + random.nextInt(120));
                case 8 -> new Sweep();
                case 9 -> new Seal(1 + random.nextInt(2));
                default -> single(random);
            });
        }
        return commands;
    }

    private static LedgerCommand single(Random random) {
        var id = "T" + random.nextInt(60);
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Fact("ORDER" + random.nextInt(40), random.nextBoolean() ? "a" : "b", 100 * (1 + random.nextInt(2)));
            case 2, 3, 4, 5 -> begin(random, id);
            case 6, 7 -> new Post(id, random.nextBoolean() ? 0 : 50 * (1 + random.nextInt(8)));
            case 8 -> new GiveUp(id);
            default -> new Reverse(id, random.nextInt(4) == 0 ? "another" : "mistake");
        };
    }

    private static Begin begin(Random random, String id) {
        var debit = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
        var others = ACCOUNTS.stream().filter(account -> !account.equals(debit)).toList();
        return new Begin(id, debit, others.get(random.nextInt(others.size())), 100 * (1 + random.nextInt(4)), random.nextBoolean(), random.nextInt(3) == 0 ? 0 : 60 + random.nextInt(120));
    }

    /** The commands without those from one index to another, if there are any left. */
    static Optional<List<LedgerCommand>> without(List<LedgerCommand> commands, int from, int to) {
        var rest = new ArrayList<>(commands);
        rest.subList(from, Math.min(to, rest.size())).clear();
        return rest.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(rest));
    }
}
