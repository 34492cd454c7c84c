package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.OrderIds;
import commerce.kernel.Settings;
import commerce.kernel.testing.Lambda;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import java.time.Duration;
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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A payment is a fold over its events: whatever the order in which notifications come, however often, and whichever are lost and found by
 * the sweeps that ask the provider, the same state and the same events for the ledger and the order. On the real table, with the real
 * writes, at a provider that knows what happened.
 */
class NotificationOrderTest {

    private static final int PLANS = Integer.getInteger("commerce.plans", 400);
    /** Of each plan: as it was said, then shuffled, doubled and thinned out. */
    private static final int SEQUENCES_PER_PLAN = 5;

    /** Longer than any pause between two questions. */
    private static final Duration LATER = Duration.ofHours(7);

    private static Till till;
    private static long seed;

    @BeforeAll
    static void open() {
        till = new Till();
        // What the provider tells is told by the plans.
        till.door.leadsTo((provider, headers, body) -> 200);
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
    private record Plan(int attempts, boolean closedBefore, List<Said> words, boolean refundsSucceed) {

        Set<Integer> paid() {
            var paid = new TreeSet<Integer>();
            words.stream().filter(said -> said.word() == Word.SUCCEEDED).forEach(said -> paid.add(said.attempt()));
            return paid;
        }
    }

    /** Everything a payment's events can decide, without which of two equal successes was first, and what nobody acts upon: a refusal. */
    private record Outcome(Payment.Status status, Map<String, Long> attempts, Map<String, Long> refunds, long refunding, Map<String, Long> published) {}

    /** One order that a plan happened to, and how its events were told. */
    private record Story(int number, Plan plan, List<Said> words, String orderId, Random random) {}

    @Test
    void everyOrderRepetitionAndLossEndsInTheSameStateAndTheSameEvents() {
        var stories = IntStream.range(0, PLANS).parallel().mapToObj(NotificationOrderTest::stories).flatMap(List::stream).toList();
        each(stories, NotificationOrderTest::tell);
        sweep(till.queryPendingPayments);
        each(stories, NotificationOrderTest::giveBack);
        sweep(till.queryPendingRefunds);
        stories.forEach(story -> till.door.await(() -> hasEndedItsRefundsThere(story)));
        sweep(till.queryPendingRefunds);

        var ends = new TreeMap<Integer, Outcome>();
        for (var story : stories) {
            var end = Settings.during(till.environment, () -> outcome(story.orderId()));
            var first = ends.putIfAbsent(story.number(), end);
            assertEquals(first == null ? end : first, end, () -> "seed " + seed + ", plan " + story.number() + ": " + story.plan() + " against " + story.words());
        }
    }

    private static void each(List<Story> stories, Consumer<Story> step) {
        stories.parallelStream().forEach(story -> Settings.during(till.environment, () -> {
            step.accept(story);
            return null;
        }));
    }

    /** As it was said, and then in other ways. */
    private static List<Story> stories(int number) {
        var random = new Random(seed + number);
        var plan = plan(random);
        var stories = new ArrayList<Story>();
        for (int sequence = 0; sequence < SEQUENCES_PER_PLAN; sequence++) {
            var words = sequence == 0 ? plan.words() : disturbed(plan.words(), random);
            stories.add(new Story(number, plan, words, OrderIds.next(now(), random), new Random(random.nextLong())));
        }
        return stories;
    }

    /** Asks after all that is due, as the schedule does. */
    private static void sweep(RequestStreamHandler sweeper) {
        till.clock.advance(LATER);
        while (Lambda.invoke(sweeper, Map.of(), till.environment).path("asked").asInt() > 0) {
            // A run takes some of each shard.
        }
    }

    private static boolean hasEndedItsRefundsThere(Story story) {
        return IntStream.rangeClosed(1, story.plan().attempts()).allMatch(attempt -> till.simulator.server().account(Till.id(story.orderId(), attempt).toString()).orElseThrow()
                .refunds().stream().noneMatch(refund -> refund.status() == commerce.local.simulators.Refund.Status.PENDING));
    }

    private static Plan plan(Random random) {
        var attempts = 1 + random.nextInt(3);
        var words = new ArrayList<Said>();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            for (var word : Word.values()) {
                if (random.nextInt(EnumSet.of(Word.FAILED, Word.SUCCEEDED).contains(word) ? 2 : 6) == 0) {
                    words.add(new Said(attempt, word));
                }
            }
        }
        // The same for all refunds: which are made depends on which attempt was first.
        return new Plan(attempts, random.nextInt(4) == 0, List.copyOf(words), random.nextInt(4) != 0);
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

    /** The payment is asked for, the buyer's bank answers, and something of that is told. */
    private static void tell(Story story) {
        var plan = story.plan();
        var row = open(story);
        if (plan.closedBefore()) {
            // Nobody could call back what was on its way.
            till.rows.closeIfUnchanged(row, row.reasonFor("States.Timeout"), plan.paid(), PaymentEvents.closed(Till.TENANT, story.orderId(), row.reasonFor("States.Timeout"), now()));
        }
        plan.paid().forEach(attempt -> till.simulator.settle(Till.id(story.orderId(), attempt).toString(), commerce.local.simulators.Outcome.SUCCEEDED, 0, Optional.empty()));
        story.words().forEach(said -> hear(row, said));
    }

    private static void giveBack(Story story) {
        var refunds = refundsOf(story.plan(), story.orderId());
        if (!story.plan().refundsSucceed()) {
            refunds.forEach(refund -> till.simulator.failRefundsOf(refund.paymentId().toString()));
        }
        Collections.shuffle(refunds, story.random());
        refunds.forEach(refund -> hearOf(refund, story.plan().refundsSucceed(), story.random()));
    }

    private static Instant now() {
        return till.clock.instant();
    }

    private static Payment open(Story story) {
        assertEquals("OPEN", till.request(story.orderId(), "token-of-" + story.orderId()).path("status").asText());
        for (int attempt = 2; attempt <= story.plan().attempts(); attempt++) {
            assertEquals(201, till.retry(story.orderId(), Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
        }
        return till.rows.find(Till.TENANT, story.orderId()).orElseThrow();
    }

    /** Without the inbox, which would hear a repetition only once; here each reaches the row. */
    private static void hear(Payment row, Said said) {
        var id = Till.id(row.orderId(), said.attempt());
        var transaction = row.attempt(said.attempt()).flatMap(Attempt::providerReference).orElseThrow();
        var notification = switch (said.word()) {
            case FAILED -> new Notification.PaymentFailed(id.toString(), Till.PRICE);
            case SUCCEEDED, WRONG_PROVIDER -> new Notification.PaymentSucceeded(id.toString(), transaction, Till.PRICE);
            case WRONG_AMOUNT -> new Notification.PaymentSucceeded(id.toString(), transaction, Money.of(1, "CNY"));
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

    /** Its end is told once, twice, after the opposite was told first, or not at all. */
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
    }

    private static Outcome outcome(String orderId) {
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
