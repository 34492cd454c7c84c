package commerce.settlement;

import static commerce.settlement.ClearingWorld.MONDAY;
import static commerce.settlement.ClearingWorld.TENANT;
import static commerce.settlement.ClearingWorld.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.Contracts;
import commerce.kernel.testing.TestAws;
import commerce.settlement.domain.clearing.Clearing;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.clearing.Settlement.Status;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The clearing's functions, in the order the workflow calls them, on a real DynamoDB and a real S3. */
class ClearingTest {

    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
    private static TestAws aws;
    private ClearingWorld world;

    @BeforeAll
    static void startAws() {
        aws = TestAws.start();
    }

    @AfterAll
    static void stopAws() {
        aws.close();
    }

    @BeforeEach
    void world() {
        world = new ClearingWorld(aws);
    }

    @AfterEach
    void everyEventKeepsItsSchema() {
        assertEquals(List.of(), Contracts.faults(world.table.outbox()));
    }

    private static PayableLine[] lines(String merchantId, LocalDate date, int count, long net) {
        return IntStream.range(0, count).mapToObj(i -> line(merchantId, date, "%026d".formatted(i), "settlement", net)).toArray(PayableLine[]::new);
    }

    private String dayLater(LocalDate date) {
        world.clock.advance(Duration.ofDays(1));
        return world.clear(date);
    }

    @Test
    void aDayEndsInOneSettlementForEachMerchantWithPayoutAndStatement() {
        world.write(lines("tea", MONDAY, 250, 100));
        world.write(lines("silk", MONDAY, 1, 8307));
        assertEquals("DONE", world.clear(MONDAY));
        world.assertWhole(MONDAY);
        var view = world.view(MONDAY);
        assertEquals(List.of(2L, 2L, 0L), List.of(view.path("merchants").asLong(), view.path("settled").asLong(), view.path("failed").asLong()));
        assertEquals(33_307, view.path("totals").path(0).path("payout").path("amount").asLong());
        assertEquals(List.of("silk_20261116_001", "tea_20261116_001"), world.settlements(MONDAY).stream().map(one -> one.settlement().settleId()).toList());
        assertEquals(3, world.settlements(MONDAY).getLast().settlement().batches(), "99 lines at most in a transaction");
        assertEquals(Map.of("silk", 8307L, "tea", 25_000L), world.ledgerPaid());
        assertEquals(List.of("settlement.sealed.v1", "settlement.sealed.v1"), world.table.outbox().stream().map(Event::type).filter(type -> type.startsWith("settlement")).toList());
        assertEquals(5, world.files.keys().size(), "two statements of each and a file of payouts: " + world.files.keys());
    }

    @Test
    void howeverSlowTheTableIsStepsEndInTimeGoOnWhereTheyWereAndComeToTheSame() {
        for (int merchant = 0; merchant < 12; merchant++) {
            world.write(lines("m" + merchant, MONDAY, 120, 10));
        }
        world.slowDown(Duration.ofSeconds(4));
        assertEquals("DONE", world.clear(MONDAY));
        world.assertWhole(MONDAY);
        assertEquals(12, world.settlements(MONDAY).size());
        for (var step : List.of("claim-lines", "seal-settlements", "write-statements")) {
            assertTrue(world.answers(step) > 2, step + " was called " + world.answers(step) + " times");
        }
    }

    @Test
    void runAgainItChangesNothing() {
        world.write(lines("tea", MONDAY, 3, 100));
        world.clear(MONDAY);
        var settlements = world.settlements(MONDAY);
        var files = world.files.keys();
        assertEquals("DONE", world.clear(MONDAY));
        assertEquals(settlements, world.settlements(MONDAY));
        assertEquals(files, world.files.keys());
        world.assertWhole(MONDAY);
    }

    @Test
    void aDayWithoutLinesIsDoneAtOnce() {
        assertEquals("DONE", world.clear(MONDAY));
        assertEquals(0, world.view(MONDAY).path("merchants").asInt());
        assertEquals(List.of(), world.files.keys());
    }

    @Test
    void whatComesAfterTheSealIsTheNextDatesAndTheSealedStays() {
        world.write(lines("tea", MONDAY, 3, 100));
        world.clear(MONDAY);
        var sealed = world.settlements(MONDAY);
        world.write(line("tea", MONDAY, "LATE", "settlement", 700), line("tea", TUESDAY, "ONTIME", "settlement", 1));
        assertEquals("DONE", world.clear(MONDAY));
        assertEquals(sealed, world.settlements(MONDAY));
        assertEquals("DONE", dayLater(TUESDAY));
        assertEquals(List.of(MONDAY, TUESDAY), world.settlements(TUESDAY).getFirst().settlement().dates());
        assertEquals(Map.of("tea", 1001L), world.ledgerPaid());
        world.assertWhole(MONDAY, TUESDAY);
    }

    @Test
    void tomorrowsLinesAreNotTodays() {
        world.write(line("tea", MONDAY, "A", "settlement", 5), line("tea", TUESDAY, "B", "settlement", 7), line("silk", TUESDAY, "C", "settlement", 9));
        world.clear(MONDAY);
        assertEquals(Map.of("tea", 5L), world.ledgerPaid());
        assertEquals(1, world.settlements(MONDAY).size());
    }

    @Test
    void whatIsNegativeIsCarriedOverVisiblyUntilItIsPaidFor() {
        world.write(line("tea", MONDAY, "A", "refund/r1", -500), line("silk", MONDAY, "B", "settlement", 10));
        assertEquals("DONE", world.clear(MONDAY));
        var totals = world.view(MONDAY).path("totals").path(0);
        assertEquals(-490, totals.path("net").path("amount").asLong());
        assertEquals(10, totals.path("payout").path("amount").asLong(), "what one owes takes nothing from another");
        assertEquals(-500, totals.path("carriedOut").path("amount").asLong());

        world.write(line("tea", TUESDAY, "C", "settlement", 200));
        dayLater(TUESDAY);
        assertEquals(-300, world.view(TUESDAY).path("totals").path(0).path("carriedOut").path("amount").asLong());
        world.write(line("tea", WEDNESDAY, "D", "settlement", 1000));
        dayLater(WEDNESDAY);
        var wednesday = world.view(WEDNESDAY).path("totals").path(0);
        assertEquals(-300, wednesday.path("carriedIn").path("amount").asLong());
        assertEquals(Map.of("silk", 10L, "tea", 700L), world.ledgerPaid());
        world.assertWhole(MONDAY, TUESDAY, WEDNESDAY);
    }

    @Test
    void whatIsCarriedOverAloneMakesNobodyDue() {
        world.write(line("tea", MONDAY, "A", "refund/r1", -500));
        world.clear(MONDAY);
        assertEquals("DONE", dayLater(TUESDAY));
        assertEquals(List.of(), world.settlements(TUESDAY));
    }

    @Test
    void aSettlementThatDoesNotAddUpFailsAfterThreeTriesIsKeptAndRunAgainUnderTheNextNumber() {
        world.write(lines("tea", MONDAY, 150, 100));
        world.write(lines("silk", MONDAY, 1, 50));
        var key = Map.of("pk", AttributeValue.fromS(TENANT + "#PAYABLE#tea#" + MONDAY), "sk", AttributeValue.fromS("LINE#%026d/settlement".formatted(7)));
        // Between the claim and the seal somebody changes a line by hand.
        world.before("seal-settlements", () -> aws.dynamoDb().updateItem(update -> update.tableName(world.table.name()).key(key)
                .updateExpression("SET net = :net").expressionAttributeValues(Map.of(":net", AttributeValue.fromN("99999")))));
        assertEquals("INCOMPLETE", world.clear(MONDAY));
        var failed = world.settlements(MONDAY).stream().filter(one -> one.is(Status.FAILED)).findFirst().orElseThrow().settlement();
        assertEquals("tea_20261116_001", failed.settleId());
        assertEquals(3, failed.tries());
        assertTrue(failed.failure().orElseThrow().contains("add up to"), failed.toString());
        assertEquals(Map.of("silk", 50L), world.ledgerPaid(), "the other merchant has its money");
        assertEquals(1, world.view(MONDAY).path("failed").asInt());
        world.assertWhole(MONDAY);

        assertEquals("DONE", world.clear(MONDAY));
        assertEquals(List.of("silk_20261116_001", "tea_20261116_001", "tea_20261116_002"), world.settlements(MONDAY).stream().map(one -> one.settlement().settleId()).toList());
        assertEquals(failed, world.settlements(MONDAY).get(1).settlement(), "what failed is kept");
        assertEquals(2, world.view(MONDAY).path("payoutFiles").size(), "the first file of payouts was handed over and stays");
        world.assertWhole(MONDAY);
    }

    @Test
    void killedAtAnyOfItsCallsBeforeOrAfterAndRunAgainItEndsTheSame() {
        var expected = Map.of("silk", 30L, "tea", 10_100L);
        for (var before : List.of(true, false)) {
            var call = 1;
            do {
                world = new ClearingWorld(aws);
                world.write(lines("tea", MONDAY, 101, 100));
                world.write(line("silk", MONDAY, "A", "settlement", 50), line("silk", MONDAY, "B", "refund/r", -20), line("owing", MONDAY, "C", "refund/r", -1));
                world.killAt(call, before);
                try {
                    world.clear(MONDAY);
                } catch (RuntimeException startKilled) {
                    // The operator sees a 500 and tries again.
                }
                var killed = world.killed();
                world.spare();
                world.assertClaims(MONDAY);
                assertEquals("DONE", world.clear(MONDAY), "killed at call " + call);
                world.assertWhole(MONDAY);
                assertEquals(expected, world.ledgerPaid(), "killed at call " + call);
                assertEquals(3, world.settlements(MONDAY).size());
                call += 1;
                if (!killed) {
                    break;
                }
            } while (true);
            assertTrue(call > 25, "calls: " + call);
        }
    }

    @Test
    void twoRunsAtOnceEndWithOneSettlementForEachMerchant() throws Exception {
        for (int i = 0; i < 40; i++) {
            world.write(lines("m" + i, MONDAY, 1 + i * 7, 100 - i * 4));
        }
        world.table.during(() -> world.runTable.keep(TENANT, new ClearingRunTable.Stored(null, 0), Clearing.begin(MONDAY, world.clock.instant()), Optional.empty()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = IntStream.range(0, 3).mapToObj(run -> threads.submit(() -> world.play(Json.tree(Map.of("tenant", TENANT, "date", MONDAY, "run", 1))))).toList();
            for (var run : runs) {
                run.get();
            }
        }
        world.clear(MONDAY);
        assertEquals("DONE", world.view(MONDAY).path("status").asText());
        assertEquals(40, world.settlements(MONDAY).size());
        world.assertWhole(MONDAY);
    }

    @Test
    void whateverLinesComeWhenAndWhateverIsKilledEachLineIsInOneSettlementAndTheSumsAgree() {
        var seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("random clearings: -Dseed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            world = new ClearingWorld(aws);
            var written = new ArrayList<PayableLine>();
            for (var day = 0; day < 4; day++) {
                for (int i = 0, count = random.nextInt(150); i < count; i++) {
                    var date = MONDAY.plusDays(Math.max(0, day - random.nextInt(3)));
                    var currency = random.nextInt(4) == 0 ? "JPY" : "CNY";
                    var plain = line("m" + random.nextInt(4), date, day + "-" + i, random.nextBoolean() ? "settlement" : "refund/r", random.nextInt(2_000) - 700);
                    written.add(new PayableLine(plain.merchantId(), date, plain.lineId(), plain.orderId(), Money.of(plain.net().minor(), currency), Money.of(0, currency),
                            Money.of(0, currency), Money.of(plain.net().minor(), currency), plain.occurredAt()));
                    world.write(written.getLast());
                }
                if (random.nextBoolean()) {
                    world.killAt(1 + random.nextInt(60), random.nextBoolean());
                }
                try {
                    world.clear(MONDAY.plusDays(day));
                } catch (RuntimeException killed) {
                    assertTrue(world.killed(), "seed " + seed);
                }
                world.spare();
                world.clear(MONDAY.plusDays(day));
                world.clock.advance(Duration.ofDays(1));
            }
            var dates = IntStream.range(0, 4).mapToObj(MONDAY::plusDays).toArray(LocalDate[]::new);
            world.assertWhole(dates);
            assertFalse(world.lines().stream().filter(one -> !one.get("pk").s().endsWith("#CARRY")).anyMatch(one -> !one.containsKey("settleId")), "unclaimed, seed " + seed);
            var net = world.settlementsOf(dates).flatMap(one -> one.claimed().totals().stream()).mapToLong(totals -> totals.net().minor()).sum();
            assertEquals(written.stream().mapToLong(one -> one.net().minor()).sum(), net, "seed " + seed);
        }
    }
}
