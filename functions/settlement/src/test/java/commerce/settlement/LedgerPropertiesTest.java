package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import commerce.kernel.BatchReads;
import commerce.kernel.testing.TestAws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Whatever is asked of the ledger, in whatever order, at the same time, twice, or with the process dying at any call: it answers and holds
 * what a plain model does, its books sum to zero, no guarded account is overdrawn, and a refusal has changed nothing.
 */
class LedgerPropertiesTest {

    private static final int COMMANDS = 500;
    private static final int LOOK_EVERY = 50;
    private static final int MOST_SHRINKING_RUNS = 60;
    private static TestAws aws;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
        aws.standIn().acceptEvents();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void anySequenceOfFiveHundredCommandsIsAsThePlainModelSays() {
        var seed = Optional.ofNullable(System.getProperty("seed")).map(Long::parseLong).orElseGet(() -> new Random().nextLong());
        System.out.println("seed " + seed);
        var commands = LedgerCommand.sequence(new Random(seed), COMMANDS);
        faultOf(commands).ifPresent(fault -> fail("seed " + seed + ", " + fault + "; the shortest sequence found that shows it or another fault: " + String.join("\n", shrunk(commands).stream().map(Object::toString).toList())));
    }

    /** The model must refuse and allow what it is for, or the property says nothing. */
    @Test
    void suchSequencesMeetEveryOutcome() {
        var model = new LedgerModel();
        var outcomes = new HashSet<String>();
        LedgerCommand.sequence(new Random(3), 4 * COMMANDS).stream().flatMap(command -> command instanceof LedgerCommand.Together(var several) ? several.stream() : List.of(command).stream())
                .forEach(command -> outcomes.add(model.apply(command).replaceAll(" (merchant|payout|[0-9]).*", "")));
        assertEquals(Set.of("ok", "reused", "unknown", "insufficient", "too much", "reversed", "is PENDING", "is POSTED", "is VOIDED", "otherwise PENDING", "otherwise POSTED", "otherwise VOIDED", "otherwise EXPIRED"), outcomes);
        assertTrue(model.balances.size() >= LedgerCommand.ACCOUNTS.size());
    }

    private Optional<String> faultOf(List<LedgerCommand> commands) {
        var model = new LedgerModel();
        try (var run = new LedgerRun(aws)) {
            for (int i = 0; i < commands.size(); i++) {
                model = step(run, model, commands.get(i));
                if (i % LOOK_EVERY == LOOK_EVERY - 1 || i == commands.size() - 1) {
                    look(run, model);
                }
            }
            return Optional.empty();
        } catch (AssertionError | RuntimeException fault) {
            return Optional.of(fault.toString());
        }
    }

    private static LedgerModel step(LedgerRun run, LedgerModel model, LedgerCommand command) {
        if (command instanceof LedgerCommand.Together(var several)) {
            return together(run, model, several);
        }
        var next = model.copy();
        var told = next.apply(command);
        var before = told.matches("(insufficient|reused|unknown|too much|reversed).*") ? contents(run) : null;
        assertEquals(told, run.carryOut(command), command::toString);
        if (before != null) {
            assertEquals(before, contents(run), () -> "refused, but it changed something: " + command);
        }
        return next;
    }

    /** There is an order in which the model would have answered the same. */
    private static LedgerModel together(LedgerRun run, LedgerModel model, List<LedgerCommand> commands) {
        var answers = run.together(commands);
        for (var order : orders(commands.size())) {
            var next = model.copy();
            var told = new String[commands.size()];
            order.forEach(i -> told[i] = next.apply(commands.get(i)));
            if (List.of(told).equals(answers)) {
                return next;
            }
        }
        throw new AssertionError("no order explains " + answers + " to " + commands);
    }

    private static List<List<Integer>> orders(int size) {
        if (size == 0) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Integer>>();
        for (var shorter : orders(size - 1)) {
            for (int at = 0; at < size; at++) {
                var longer = new ArrayList<>(shorter);
                longer.add(at, size - 1);
                all.add(longer);
            }
        }
        return all;
    }

    private static Set<Map<String, AttributeValue>> contents(LedgerRun run) {
        return new HashSet<>(run.books.table.all());
    }

    /** The books, the guarded funds, the past and the chain. */
    private static void look(LedgerRun run, LedgerModel model) {
        var balances = new HashMap<>(model.balances);
        balances.values().removeIf(balance -> balance == 0);
        assertEquals(balances, run.books.balances("t"), "projected balances");
        var now = new HashMap<String, Long>();
        run.books.table.during(() -> run.books.checkpoints.balancesAt("t", run.books.clock.instant())).forEach((account, balance) -> now.put(account.substring("CNY#".length()), balance));
        now.values().removeIf(balance -> balance == 0);
        assertEquals(balances, now, "balances summed from entries");
        assertEquals(0, balances.values().stream().mapToLong(Long::longValue).sum());
        for (var account : LedgerModel.guarded()) {
            assertEquals(model.available.getOrDefault(account, 0L), run.books.available("t", account), account);
            assertTrue(model.available.getOrDefault(account, 0L) >= 0 && balances.getOrDefault(account, 0L) <= 0, account);
        }
        var verification = new ChainVerification(run.books.chain, new BatchReads(aws.dynamoDb(), new Random(7)));
        assertEquals(List.of(), run.books.table.during(() -> verification.walk("t", 0, 1_000)).items());
    }

    /** Leaves out what can be left out: halves, quarters, single commands. */
    private List<LedgerCommand> shrunk(List<LedgerCommand> failing) {
        var shortest = failing;
        var runs = 0;
        for (int piece = failing.size() / 2; piece >= 1 && runs < MOST_SHRINKING_RUNS; piece /= 2) {
            for (int from = 0; from < shortest.size() && runs < MOST_SHRINKING_RUNS; runs++) {
                var shorter = LedgerCommand.without(shortest, from, from + piece).filter(some -> faultOf(some).isPresent());
                if (shorter.isPresent()) {
                    shortest = shorter.get();
                } else {
                    from += piece;
                }
            }
        }
        return shortest;
    }
}
