package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Money;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever the order in which notifications come, and however often: the same state. On the real table, with the real writes. */
class NotificationOrderTest {

    private static final int SEQUENCES = Integer.getInteger("commerce.sequences", 40);

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

    /** Everything a payment's notifications can decide, without which of two equal successes was first. */
    private record Outcome(Payment.Status status, Map<String, Long> attempts, Map<String, Long> refunds, long refunding, Map<String, Long> onceEvents) {}

    @Test
    void anyOrderAndAnyNumberOfDeliveriesOfOnePaymentEndsInTheSameState() {
        var random = new Random(seed);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            var attempts = 1 + random.nextInt(3);
            var closedBefore = random.nextInt(4) == 0;
            var plan = plan(random, attempts);
            var first = play(attempts, closedBefore, plan);
            for (int permutation = 0; permutation < 3; permutation++) {
                var shuffled = new ArrayList<>(plan);
                for (var duplicates = random.nextInt(4); duplicates > 0 && !plan.isEmpty(); duplicates--) {
                    shuffled.add(plan.get(random.nextInt(plan.size())));
                }
                Collections.shuffle(shuffled, random);
                assertEquals(first, play(attempts, closedBefore, shuffled), "seed " + seed + ", sequence " + sequence + ": " + plan + " against " + shuffled);
            }
        }
    }

    /** What providers may say about one order: each attempt failed, succeeded, both or nothing; now and then something that does not fit. */
    private enum Word {
        FAILED,
        SUCCEEDED,
        WRONG_AMOUNT
    }

    private record Said(int attempt, Word word) {}

    private static List<Said> plan(Random random, int attempts) {
        var plan = new ArrayList<Said>();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            for (var word : Word.values()) {
                if (random.nextInt(word == Word.WRONG_AMOUNT ? 6 : 2) == 0) {
                    plan.add(new Said(attempt, word));
                }
            }
        }
        return plan;
    }

    private static Outcome play(int attempts, boolean closedBefore, List<Said> words) {
        var orderId = till.openOrder();
        for (int attempt = 2; attempt <= attempts; attempt++) {
            assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
        }
        if (closedBefore) {
            till.close(orderId, "States.Timeout");
        }
        for (var said : words) {
            receive(orderId, said);
        }
        var row = till.row(orderId);
        var byStatus = new TreeMap<String, Long>();
        row.attempts().values().forEach(attempt -> byStatus.merge(attempt.status().name(), 1L, Long::sum));
        var refunds = new TreeMap<String, Long>();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            var number = attempt;
            till.table.during(() -> till.rows.findRefund(Till.id(orderId, 1), Refund.lateId(number)))
                    .ifPresent(refund -> refunds.merge(refund.status() + " " + refund.amount(), 1L, Long::sum));
        }
        var events = new TreeMap<String, Long>();
        ordersEvents(orderId).stream().filter(type -> !type.equals("payment.failed.v1")).forEach(type -> events.merge(type, 1L, Long::sum));
        return new Outcome(row.status(), byStatus, refunds, row.refundingMinor(), events);
    }

    private static List<String> ordersEvents(String orderId) {
        return till.aws.dynamoDb().query(request -> request.tableName(till.table.name()).consistentRead(true).keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", commerce.kernel.Items.s(Till.TENANT + "#ORDER#" + orderId)))).items().stream()
                .flatMap(item -> item.keySet().stream()).filter(name -> name.startsWith("outbox#")).map(name -> name.substring("outbox#".length()).split("/")[0]).sorted().toList();
    }

    /** The same word has the same event id, so that a second delivery is a duplicate in the inbox; here both reach the row. */
    private static void receive(String orderId, Said said) {
        var id = Till.id(orderId, said.attempt());
        var notification = switch (said.word()) {
            case FAILED -> new Notification.PaymentFailed(id.toString(), Till.PRICE);
            case SUCCEEDED -> new Notification.PaymentSucceeded(id.toString(), "sim", Till.PRICE);
            case WRONG_AMOUNT -> new Notification.PaymentSucceeded(id.toString(), "sim", Money.of(1, "CNY"));
        };
        var eventId = "evt_" + id + "_" + said.word();
        var inbox = new InboxTable(till.aws.dynamoDb(), till.clock);
        till.table.during(() -> inbox.storeIfAbsent("simulator", new SignedEvent(eventId, notification), Map.of(), new byte[] {1}));
        var item = new java.util.HashMap<>(till.table.get("_platform#simulator#" + eventId, "INBOX"));
        item.put("inboxShard", commerce.kernel.Items.s("_platform#INBOX"));
        assertEquals(0, till.apply(List.of(item)).path("batchItemFailures").size());
    }
}
