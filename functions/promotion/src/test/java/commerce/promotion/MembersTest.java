package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.promotion.domain.member.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Members and the last hour's sales, projected from events that come in any order and more than once. */
class MembersTest extends PromotionFixture {

    private final RecordVisit recordVisit = new RecordVisit(members, clock);

    private Event confirmed(int order, String customer, long fen, Instant at) {
        return Event.of("commerce.ordering", "order.confirmed.v1", SHOP, orderId(order), "", at, Map.of(
                "orderId", orderId(order), "customer", customer, "lines", List.of(Map.of("sku", "BEANS", "quantity", 2)), "total", cny(fen)));
    }

    private Event refunded(int order, String refundId, long fen, boolean late) {
        return Event.of("commerce.payment", "refund.succeeded.v1", SHOP, orderId(order), refundId, clock.instant(),
                Map.of("orderId", orderId(order), "refundId", refundId, "amount", cny(fen), "late", late));
    }

    private void tell(Event... events) {
        for (var event : events) {
            var message = Map.of("Records", List.of(Map.of("messageId", "m", "body", Json.write(Map.of("detail", event)))));
            assertEquals(json("{\"batchItemFailures\":[]}"), Lambda.invoke(projectMember, message, environment()));
        }
    }

    private Member member(String customer) {
        return table.during(() -> members.find(SHOP, customer));
    }

    private Map<String, Long> sold() {
        return table.during(() -> sales.ofLastHour(SHOP, List.of("BEANS", "MUG"), clock.instant()));
    }

    private JsonNode me() {
        return Lambda.request(new GetMyMembership(members), HttpEvents.request("GET /members/me").by(SHOP, "alice"), environment()).body();
    }

    @Test
    void whomTheShopNeverMetHasTheFirstLevel() {
        assertEquals(json("""
                {"customer":"alice","memberLevel":1,"loyaltyScore":0,"spent":{"amount":0,"currency":"CNY"},"spentLast30Days":{"amount":0,"currency":"CNY"},
                 "paidOrders":0,"repurchases":0,"activeDays":0,"repurchaseCoupon":{"amount":0,"currency":"CNY"},"serviceReplySeconds":7200,
                 "nextLevel":{"memberLevel":2,"missing":500}}"""), me());
    }

    @Test
    void ordersOnSeveralDaysMakeAScoreAndALevel() {
        tell(confirmed(1, "alice", 8_800, clock.instant()));
        clock.advance(Duration.ofDays(1));
        tell(confirmed(2, "alice", 1_324_534, clock.instant()));

        // 6 x 1333334 / 1000 = 8000 (rounded down once), 20 for one repurchase, 5 for each of two days
        assertEquals(8_030, me().path("loyaltyScore").asLong());
        assertEquals(4, me().path("memberLevel").asInt());
        assertEquals(json("{\"amount\":3000,\"currency\":\"CNY\"}"), me().path("repurchaseCoupon"));
        assertEquals("2026-11-21T02:00:00Z", me().path("firstSeenAt").asText());
        assertEquals("2026-11-22T02:00:00Z", me().path("lastActiveAt").asText());
        var seenByOperator = Lambda.request(new GetMember(members), HttpEvents.request("GET /admin/members/{customer}").path("customer", "alice").by(SHOP, "operator"), environment());
        assertEquals(me(), seenByOperator.body());
    }

    @Test
    void aPlainOrderIsOneTransactionAndTellsNobody() {
        tell(confirmed(1, "alice", 8_800, clock.instant()));
        assertEquals(3, table.all().size(), "the order, the member, the SKU's hour");
        assertEquals(List.of(), table.outbox());
    }

    @Test
    void refundsLowerWhatWasSpentAndAnOrderThatIsAllRefundedWasNone() {
        tell(confirmed(1, "alice", 8_800, clock.instant()), confirmed(2, "alice", 1_000, clock.instant()));
        tell(refunded(1, "r1", 800, false), refunded(1, "r1", 800, false));
        assertEquals(cny(9_000), member("alice").spent());
        assertEquals(2, member("alice").paidOrders());
        tell(refunded(1, "r2", 8_000, false));
        assertEquals(cny(1_000), member("alice").spent());
        assertEquals(cny(1_000), member("alice").spentLast30Days());
        assertEquals(1, member("alice").paidOrders());
        assertEquals(1, member("alice").activeDays());
    }

    @Test
    void moneyThatCameTwiceAndGoesBackLowersNothing() {
        tell(confirmed(1, "alice", 8_800, clock.instant()), refunded(1, "late-2", 8_800, true));
        assertEquals(cny(8_800), member("alice").spent());
    }

    @Test
    void aRefundToldBeforeItsOrderCountsWhenTheOrderComes() {
        tell(refunded(1, "r1", 800, false), refunded(1, "r2", 100, false));
        assertEquals(cny(0), member("alice").spent());
        tell(confirmed(1, "alice", 8_800, clock.instant()), refunded(1, "r1", 800, false));
        assertEquals(cny(7_900), member("alice").spent());
        assertEquals(1, member("alice").paidOrders());
    }

    @Test
    void whatIsThirtyDaysOldNoLongerCountsForTheWindow() {
        tell(confirmed(1, "alice", 500_000, clock.instant()));
        clock.advance(Duration.ofDays(29));
        assertEquals(cny(500_000), member("alice").spentLast30Days());
        clock.advance(Duration.ofDays(1));
        assertEquals(cny(0), member("alice").spentLast30Days());
        assertEquals(0, member("alice").activeDays());
        assertEquals(cny(500_000), member("alice").spent());
    }

    @Test
    void daysEndAtTheShopsMidnight() {
        // 15:59:59Z and 16:00:00Z are 23:59:59 and midnight in Shanghai
        tell(confirmed(1, "alice", 100, Instant.parse("2026-11-20T15:59:59Z")), confirmed(2, "alice", 100, Instant.parse("2026-11-20T16:00:00Z")));
        assertEquals(2, member("alice").activeDays());
    }

    @Test
    void daysThatNoLongerCountAreRemovedByTheNextOrder() {
        tell(confirmed(1, "alice", 100, clock.instant()));
        clock.advance(Duration.ofDays(45));
        tell(confirmed(2, "alice", 100, clock.instant()));
        tell(confirmed(3, "alice", 100, clock.instant().minus(Duration.ofDays(40))));
        var days = table.get(SHOP + "#MEMBER#alice", "MEMBER").keySet().stream().filter(name -> name.startsWith("day#")).toList();
        assertEquals(List.of("day#2027-01-05"), days);
        assertEquals(3, member("alice").paidOrders());
    }

    @Test
    void aGiftIsNoSaleEvenBesideTheSameProductBought() {
        tell(Event.of("commerce.ordering", "order.confirmed.v1", SHOP, orderId(1), "", clock.instant(), Map.of("orderId", orderId(1), "customer", "alice", "total", cny(100),
                "lines", List.of(Map.of("sku", "BEANS", "quantity", 2), Map.of("sku", "BEANS", "quantity", 1, "gift", Map.of("code", "high-value")), Map.of("sku", "MUG", "quantity", 1, "gift", Map.of("code", "high-value"))))));
        assertEquals(Map.of("BEANS", 2L, "MUG", 0L), sold());
    }

    @Test
    void aFreeOrderIsAnActiveDayAndNoPaidOrder() {
        tell(confirmed(1, "alice", 0, clock.instant()));
        assertEquals(0, member("alice").paidOrders());
        assertEquals(5, member("alice").score());
    }

    @Test
    void anotherCurrencyIsAnOrderButScoresNothing() {
        var yen = Event.of("commerce.ordering", "order.confirmed.v1", SHOP, orderId(1), "", clock.instant(), Map.of(
                "orderId", orderId(1), "customer", "alice", "lines", List.of(Map.of("sku", "ROBOT", "quantity", 1)), "total", Money.of(100_000, "JPY")));
        tell(yen);
        assertEquals(1, member("alice").paidOrders());
        assertEquals(cny(0), member("alice").spentLast30Days());
        assertEquals(5, member("alice").score());
    }

    @Test
    void aVisitRegistersOnceAndMakesAnActiveDay() {
        var request = HttpEvents.request("PUT /members/me").by(SHOP, "alice");
        assertEquals(201, Lambda.request(recordVisit, request, environment()).status());
        clock.advance(Duration.ofDays(1));
        var again = Lambda.request(recordVisit, request, environment());
        assertEquals(200, again.status());
        assertEquals("2026-11-21T02:00:00Z", again.body().path("firstSeenAt").asText());
        assertEquals("2026-11-22T02:00:00Z", again.body().path("lastActiveAt").asText());
        assertEquals(2, again.body().path("activeDays").asInt());
        assertProblem(400, "invalid-input", "name", Lambda.request(recordVisit, HttpEvents.request("PUT /members/me").by(SHOP, "alice").body("{\"name\":\"A\"}"), environment()));
    }

    @Test
    void theMemberBeforeAnOrderIsTheSameWhetherTheOrderIsCountedOrNot() {
        tell(confirmed(1, "alice", 8_800, clock.instant()));
        var before = table.during(() -> members.findWithout(SHOP, "alice", orderId(2)));
        tell(confirmed(2, "alice", 1_400_000, clock.instant()));
        assertEquals(4, member("alice").level().number());
        assertEquals(before, table.during(() -> members.findWithout(SHOP, "alice", orderId(2))));
    }

    @Test
    void salesSlideOutOfTheHourMinuteByMinute() {
        tell(confirmed(1, "alice", 100, clock.instant()), confirmed(1, "alice", 100, clock.instant()));
        assertEquals(Map.of("BEANS", 2L, "MUG", 0L), sold());
        clock.advance(Duration.ofMinutes(30));
        tell(confirmed(2, "bob", 100, clock.instant()), refunded(2, "r", 100, false));
        assertEquals(4, sold().get("BEANS"));
        clock.advance(Duration.ofMinutes(29));
        assertEquals(4, sold().get("BEANS"));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(2, sold().get("BEANS"));
        clock.advance(Duration.ofMinutes(30));
        assertEquals(0, sold().get("BEANS"));
    }

    @RepeatedTest(12)
    void eventsInAnyOrderAndTwiceLeadToTheSameMember() throws InterruptedException {
        var seed = Long.getLong("seed", new Random().nextLong());
        var random = new Random(seed);
        var events = new ArrayList<Event>();
        for (int order = 1; order <= 6; order++) {
            events.add(confirmed(order, "alice", 1_000L * order, clock.instant().minus(Duration.ofHours(random.nextInt(60 * 24)))));
            events.add(refunded(order, "r1", 1_000L * (1 + random.nextInt(order)) / 2, false));
            if (random.nextBoolean()) {
                events.add(refunded(order, "r2", 500, random.nextBoolean()));
            }
        }
        tell(events.toArray(Event[]::new));
        var expected = member("alice");

        var shuffled = new ArrayList<>(events);
        shuffled.addAll(events);
        Collections.shuffle(shuffled, random);
        var other = shuffled.stream().map(event -> Json.convert(Json.read(Json.write(event).replace("\"alice\"", "\"bob\"").replace(orderId(0).substring(0, 20), "01ZZ" + orderId(0).substring(4, 20))), Event.class)).toList();
        var outcomes = race(other.stream().<Callable<String>>map(event -> () -> {
            tell(event);
            return "told";
        }).toList());

        assertTrue(outcomes.stream().allMatch("told"::equals), () -> "-Dseed=" + seed + ": " + outcomes);
        var actual = member("bob");
        assertEquals(expected, new Member("alice", actual.firstSeenAt(), actual.lastActiveAt(), actual.spent(), actual.spentLast30Days(), actual.paidOrders(), actual.activeDays(), actual.score(), actual.level()),
                "-Dseed=" + seed);
    }
}
