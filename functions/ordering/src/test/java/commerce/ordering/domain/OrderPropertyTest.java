package commerce.ordering.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random histories of one order, with duplicates, in any order. Set -Dseed=N to replay one. */
class OrderPropertyTest {

    private static final int RUNS = 3_000;
    private static final int STEPS = 25;

    private final long firstSeed = Long.getLong("seed", System.nanoTime());

    /** Something that may happen to an order, applied at a moment. */
    private interface Happening {
        Decision on(Order order, Instant now);
    }

    private record Step(String name, Happening happening) {}

    private static Step anyStep(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Step("confirm", (order, now) -> order.confirm(Optional.of(Payment.captured("p", "simulator")), now));
            case 1 -> new Step("reject", (order, now) -> order.reject(RejectionReason.OUT_OF_STOCK, now));
            case 2 -> new Step("cancel", (order, now) -> order.cancel(CancellationReason.PAYMENT_TIMEOUT, now));
            case 3 -> new Step("requestCancellation", Order::requestCancellation);
            case 4 -> {
                var refund = "r" + random.nextInt(4);
                yield new Step("refund " + refund, (order, now) -> order.refund(refund, Money.of(100, "CNY"), false, now));
            }
            case 5 -> {
                var failure = Instant.EPOCH.plusSeconds(random.nextInt(6));
                yield new Step("repair " + failure, (order, _) -> order.repair(failure));
            }
            default -> {
                var news = SomeOrders.payment(1 + random.nextInt(3), random.nextBoolean() ? PaymentStatus.OPEN : PaymentStatus.FAILED);
                yield new Step("learn " + news.attempt() + " " + news.status(), (order, now) -> order.learn(news, now));
            }
        };
    }

    /** Random steps, each possibly delivered again later. */
    private static List<Step> anyStory(Random random) {
        var story = new ArrayList<Step>();
        for (int i = 0; i < STEPS; i++) {
            story.add(story.isEmpty() || random.nextInt(3) > 0 ? anyStep(random) : story.get(random.nextInt(story.size())));
        }
        return story;
    }

    @Test
    void whateverHappensTheTableOfTransitionsHoldsAndAnEndIsTheEnd() {
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var story = anyStory(new Random(seed));
            var told = "seed " + seed + ": " + story.stream().map(Step::name).toList();
            var order = SomeOrders.pending();
            var now = SomeOrders.PLACED_AT;
            for (var step : story) {
                now = now.plusMillis(1);
                var decision = step.happening().on(order, now);
                if (decision instanceof Decision.Changed(var after, var _)) {
                    checkChange(order, after, told);
                } else {
                    assertSame(order, decision.order(), "nothing may change when a rule says so: " + told);
                }
                order = decision.order();
            }
        }
    }

    private static void checkChange(Order before, Order after, String told) {
        assertEquals(before.version() + 1, after.version(), told);
        assertSame(before.placement(), after.placement(), told);
        if (before.status() == after.status()) {
            assertEquals(before.history(), after.history(), told);
            assertEquals(before.reason(), after.reason(), told);
        } else {
            assertFalse(before.status().isFinal(), told);
            assertTrue(before.status().canBecome(after.status()), told);
            assertEquals(before.history(), after.history().subList(0, before.history().size()), told);
            assertEquals(after.status(), after.history().getLast().status(), told);
        }
        assertEquals(100L * after.refunds().ids().size(), after.refunds().total().minor(), told);
        assertTrue(after.repairs().count() <= Repairs.MAX, told);
        assertTrue(after.status() != OrderStatus.PENDING || after.payment().isEmpty(), told);
        if (after.status() == OrderStatus.CANCELLED) {
            assertTrue(after.payment().map(Payment::status).filter(status -> status != PaymentStatus.CLOSED).isEmpty(), told);
        }
    }

    @Test
    void eachEventIsToldOnceHoweverOftenItsCauseIsDelivered() {
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var story = anyStory(new Random(seed));
            var order = SomeOrders.pending();
            Map<String, Integer> told = new HashMap<>();
            for (var step : story) {
                var decision = step.happening().on(order, SomeOrders.PLACED_AT);
                if (decision instanceof Decision.Changed(var _, var event)) {
                    event.ifPresent(news -> told.merge(news.id(), 1, Integer::sum));
                }
                order = decision.order();
            }
            var seen = seed;
            told.forEach((event, times) -> assertEquals(1, times, event + " with seed " + seen));
        }
    }

    @Test
    void paymentNewsInAnyOrderAndNumberLeadsToTheSamePayment() {
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            var random = new Random(seed);
            var news = new ArrayList<Payment>();
            var attempts = 1 + random.nextInt(4);
            for (int attempt = 1; attempt <= attempts; attempt++) {
                news.add(SomeOrders.payment(attempt, PaymentStatus.OPEN));
                if (attempt < attempts || random.nextBoolean()) {
                    news.add(SomeOrders.payment(attempt, PaymentStatus.FAILED));
                }
            }
            var latest = news.getLast();
            news.addAll(List.copyOf(news).subList(0, random.nextInt(news.size())));
            Collections.shuffle(news, random);
            var order = SomeOrders.pending();
            for (var item : news) {
                order = order.learn(item, SomeOrders.PLACED_AT).order();
            }
            assertEquals(Optional.of(latest), order.payment(), "seed " + seed + ": " + news);
            assertEquals(OrderStatus.AWAITING_PAYMENT, order.status(), "seed " + seed);
        }
    }
}
