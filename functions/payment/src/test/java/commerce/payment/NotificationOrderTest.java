package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.OrderIds;
import commerce.kernel.Settings;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A payment is a fold over its events: whatever the order in which notifications come, however often, and whichever are lost and found by
 * asking the provider, the same state and the same events for the ledger and the order. On the real table, with the real writes.
 */
class NotificationOrderTest {

    private static final int PLANS = Integer.getInteger("commerce.plans", 400);
    /** Of each plan: as it was said, then shuffled, doubled and thinned out. */
    private static final int SEQUENCES_PER_PLAN = 5;

    private static Till till;
    private static long seed;

    @BeforeAll
    static void open() {
        till = new Till();
        seed = Long.getLong("commerce.seed", System.nanoTime());
        System.out.println("NotificationOrderTest seed " + seed + " (repeat with -Dcommerce.seed=" + seed + ")");
    }

    @AfterAll
    static void close() {
        till.close();
    }

    /** What a provider may say about an attempt: it failed, succeeded, both or nothing; now and then something that does not fit. */
    private enum Word {
        FAILED,
        SUCCEEDED,
        WRONG_AMOUNT,
        WRONG_PROVIDER
    }

    private record Said(int attempt, Word word) {}

    /** What a provider knows of one order: what it says, and what its answer to a question would be. */
    private record Plan(int attempts, boolean closedBefore, List<Said> words, Map<Integer, Boolean> refundsSucceed) {

        Set<Integer> paid() {
            var paid = new TreeSet<Integer>();
            words.stream().filter(said -> said.word() == Word.SUCCEEDED).forEach(said -> paid.add(said.attempt()));
            return paid;
        }
    }

    /** Everything a payment's events can decide, without which of two equal successes was first, and what nobody acts upon: a refusal. */
    private record Outcome(Payment.Status status, Map<String, Long> attempts, Map<String, Long> refunds, long refunding, Map<String, Long> published) {}

    @Test
    void everyOrderRepetitionAndLossEndsInTheSameStateAndTheSameEvents() {
        assertTrue(PLANS * SEQUENCES_PER_PLAN >= 2_000 || PLANS < 400);
        IntStream.range(0, PLANS).parallel().forEach(number -> {
            var random = new Random(seed + number);
            var plan = plan(random);
            var first = play(plan, plan.words(), random);
            for (int sequence = 1; sequence < SEQUENCES_PER_PLAN; sequence++) {
                var words = disturbed(plan.words(), random);
                assertEquals(first, play(plan, words, random), () -> "seed " + seed + ", plan " + number + ": " + plan + " against " + words);
            }
        });
    }

    private static Plan plan(Random random) {
        var attempts = 1 + random.nextInt(3);
        var words = new ArrayList<Said>();
        var refundsSucceed = new TreeMap<Integer, Boolean>();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            refundsSucceed.put(attempt, random.nextInt(4) != 0);
            for (var word : Word.values()) {
                if (random.nextInt(EnumSet.of(Word.FAILED, Word.SUCCEEDED).contains(word) ? 2 : 6) == 0) {
                    words.add(new Said(attempt, word));
                }
            }
        }
        // Each refund's end depends on which attempt was first; the same end for all makes the outcomes comparable.
        var all = refundsSucceed.get(1);
        refundsSucceed.replaceAll((attempt, succeeds) -> all);
        return new Plan(attempts, random.nextInt(4) == 0, List.copyOf(words), refundsSucceed);
    }

    private static List<Said> disturbed(List<Said> words, Random random) {
        var disturbed = new ArrayList<>(words);
        disturbed.removeIf(said -> random.nextInt(5) == 0);
        for (var repetitions = random.nextInt(4); repetitions > 0 && !words.isEmpty(); repetitions--) {
            disturbed.add(words.get(random.nextInt(words.size())));
        }
        Collections.shuffle(disturbed, random);
        return disturbed;
    }

    private static Outcome play(Plan plan, List<Said> words, Random random) {
        return Settings.during(till.environment, () -> {
            var orderId = OrderIds.next(now(), random);
            var row = open(plan, orderId);
            if (plan.closedBefore()) {
                till.rows.closeIfUnchanged(row, row.reasonFor("States.Timeout"), Set.of(), PaymentEvents.closed(Till.TENANT, orderId, row.reasonFor("States.Timeout"), now()));
            }
            words.forEach(said -> hear(orderId, said));
            // Whatever was lost: the provider is asked, and says what it knows.
            plan.paid().forEach(attempt -> till.captures.receive(Till.id(orderId, attempt), "simulator", "tx-" + attempt, Till.PRICE));
            var refunds = refundsOf(plan, orderId);
            Collections.shuffle(refunds, random);
            refunds.forEach(refund -> hearOf(refund, plan.refundsSucceed().get(1), random));
            return outcome(plan, orderId);
        });
    }

    private static Instant now() {
        return till.clock.instant();
    }

    private static Payment open(Plan plan, String orderId) {
        var terms = new Payment.Terms(Till.CUSTOMER, Till.PRICE, now().plusSeconds(7200), Optional.empty());
        var row = done(till.rows.claimUnlessDecided(Till.TENANT, orderId, terms, "simulator", "token-of-" + orderId));
        for (int attempt = 2; attempt <= plan.attempts(); attempt++) {
            row = done(till.rows.addAttemptIfUnchanged(row, attempt, "simulator"));
        }
        return row;
    }

    private static Payment done(PaymentTable.Write write) {
        return assertInstanceOf(PaymentTable.Write.Done.class, write).now();
    }

    /** Without the inbox, which would hear a repetition only once; here each reaches the row. */
    private static void hear(String orderId, Said said) {
        var id = Till.id(orderId, said.attempt());
        var notification = switch (said.word()) {
            case FAILED -> new Notification.PaymentFailed(id.toString(), Till.PRICE);
            case SUCCEEDED, WRONG_PROVIDER -> new Notification.PaymentSucceeded(id.toString(), "tx-" + said.attempt(), Till.PRICE);
            case WRONG_AMOUNT -> new Notification.PaymentSucceeded(id.toString(), "tx-" + said.attempt(), Money.of(1, "CNY"));
        };
        apply(said.word() == Word.WRONG_PROVIDER ? "another" : "simulator", notification);
    }

    private static void apply(String provider, Notification notification) {
        till.notifications.effect(new InboxTable.Entry(provider, "evt", notification, true));
    }

    /** The automatic ones of late money, and one by hand if money is kept. */
    private static List<Refund> refundsOf(Plan plan, String orderId) {
        var refunds = new ArrayList<Refund>();
        for (int attempt = 1; attempt <= plan.attempts(); attempt++) {
            till.refundRows.find(Till.id(orderId, attempt), Refund.lateId(attempt)).ifPresent(refunds::add);
        }
        var row = till.rows.find(Till.TENANT, orderId).orElseThrow();
        if (row.refund("by-hand", Optional.of(Money.of(3000, "CNY")), false) instanceof Payment.Refunding.Begin(var refund)
                && till.refundRows.beginIfCovered(row, refund, PaymentEvents.refundRequested(refund, now()))) {
            refunds.add(refund);
        }
        return refunds;
    }

    /** Its end is told once, twice, after the opposite was told first, or not at all; then the provider is asked. */
    private static void hearOf(Refund refund, boolean succeeds, Random random) {
        var id = refund.paymentId();
        for (var times = random.nextInt(3); times > 0; times--) {
            if (succeeds && random.nextInt(3) == 0) {
                apply("simulator", new Notification.RefundFailed(refund.reference(), id.toString(), refund.amount()));
            }
            apply("simulator", succeeds
                    ? new Notification.RefundSucceeded(refund.reference(), id.toString(), refund.amount())
                    : new Notification.RefundFailed(refund.reference(), id.toString(), refund.amount()));
        }
        if (succeeds) {
            till.refunds.succeed(id, refund.refundId(), "simulator", refund.amount());
        } else {
            till.refunds.fail(id, refund.refundId(), "simulator", refund.amount());
        }
    }

    private static Outcome outcome(Plan plan, String orderId) {
        var row = till.rows.find(Till.TENANT, orderId).orElseThrow();
        var attempts = new TreeMap<String, Long>();
        row.attempts().values().forEach(attempt -> attempts.merge(attempt.mayStillBePaid() ? "MAY STILL BE PAID" : attempt.status().name(), 1L, Long::sum));
        var items = itemsOf(orderId);
        assertTheGuardsSeeTheFold(row, items);
        var refunds = new TreeMap<String, Long>();
        var published = new TreeMap<String, Long>();
        for (var item : items) {
            if (item.get("type").s().equals("refund")) {
                var late = item.get("late").bool() ? "late " : "";
                refunds.merge(late + item.get("status").s() + " " + item.get("amount").n(), 1L, Long::sum);
            }
            item.keySet().stream().filter(name -> name.startsWith("outbox#")).map(name -> name.substring("outbox#".length()).split("/")[0])
                    .filter(type -> !type.equals("payment.failed.v1") && !type.equals("refund.failed.v1")).forEach(type -> published.merge(type, 1L, Long::sum));
        }
        return new Outcome(row.status(), attempts, refunds, row.refundingMinor(), published);
    }

    /** What the conditional writes compare with is what the events add up to. */
    private static void assertTheGuardsSeeTheFold(Payment row, List<Map<String, AttributeValue>> items) {
        var stored = items.stream().filter(item -> item.get("type").s().equals("payment")).findFirst().orElseThrow().get("attempts").m();
        stored.forEach((number, attempt) -> assertEquals(row.attempts().get(Integer.valueOf(number)).status(), Attempt.Status.valueOf(attempt.m().get("status").s())));
    }

    private static List<Map<String, AttributeValue>> itemsOf(String orderId) {
        return till.aws.dynamoDb().query(request -> request.tableName(till.table.name()).consistentRead(true).keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", Items.s(Till.TENANT + "#ORDER#" + orderId)))).items();
    }
}
