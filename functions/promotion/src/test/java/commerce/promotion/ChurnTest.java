package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who stays away (PRO-03): found in the morning, told once for an absence, and given a coupon for two hours. */
class ChurnTest extends PromotionFixture {

    private static final String MISSED = "{\"codes\":\"PERSONAL\",\"trigger\":\"CHURN_RISK\",\"amountOff\":{\"amount\":2000,\"currency\":\"CNY\"},\"validSeconds\":7200}";

    private final FindChurnRisks findChurnRisks = new FindChurnRisks(new ChurnTable(aws.dynamoDb(), batches), members, clock);
    private Instant start;

    @BeforeEach
    void aCampaignIsOpen() {
        givenCampaign("missed", MISSED);
        start = clock.instant();
    }

    private void paid(String tenant, String customer, int order, long fen) {
        table.during(() -> {
            members.countOrder(tenant, orderId(order), customer, cny(fen), clock.instant(), List.of());
            return null;
        });
    }

    private void came(String customer) {
        table.during(() -> {
            members.seen(SHOP, customer, clock.instant());
            return null;
        });
    }

    private int found() {
        return Lambda.invoke(findChurnRisks, Json.object(), environment()).path("customers").asInt();
    }

    private void after(Duration time) {
        clock.advance(Duration.between(clock.instant(), start.plus(time)));
    }

    private List<Event> told() {
        return table.outbox().stream().filter(event -> event.type().equals("member.churn_risk.v1")).toList();
    }

    private List<JsonNode> coupons() {
        return table.outbox().stream().filter(event -> event.type().equals("coupon.issued.v1")).map(event -> get(event.data().path("code").asText()).body()).toList();
    }

    @Test
    void aGoodCustomerIsFoundAfterSevenDaysOnceAndGivenACouponForTwoHours() {
        paid(SHOP, "alice", 1, 30_001);
        after(Duration.ofDays(7).minusMillis(1));
        assertEquals(0, found());
        after(Duration.ofDays(7));
        assertEquals(1, found());
        assertEquals(0, found());
        clock.advance(Duration.ofDays(1));
        assertEquals(0, found());

        assertEquals(json("{\"customer\":\"alice\",\"absentSince\":\"2026-11-21\",\"lastActiveAt\":\"2026-11-21T02:00:00Z\",\"spent\":{\"amount\":30001,\"currency\":\"CNY\"},\"memberLevel\":1}"),
                Json.tree(told().getFirst().data()));
        tell(rewardMember, "member.churn_risk.v1", told().getFirst().data());
        tell(rewardMember, "member.churn_risk.v1", told().getFirst().data());
        assertEquals(1, coupons().size());
        assertEquals(clock.instant().plus(Duration.ofHours(2)).toString(), coupons().getFirst().path("validUntil").asText());
        assertEquals("alice", coupons().getFirst().path("customer").asText());
        clock.advance(Duration.ofHours(2));
        assertEquals("EXPIRED", coupons().getFirst().path("state").asText());
    }

    @Test
    void whoHasPaidNoMoreThanThreeHundredOrCameSinceIsNotFound() {
        paid(SHOP, "alice", 1, 30_000);
        paid(SHOP, "bob", 2, 50_000);
        table.during(() -> members.countRefund(SHOP, orderId(2), "r", cny(20_000)));
        paid(SHOP, "carol", 3, 50_000);
        clock.advance(Duration.ofDays(3));
        came("carol");
        after(Duration.ofDays(7));
        assertEquals(0, found());
    }

    @Test
    void aSecondAbsenceIsAnotherOne() {
        paid(SHOP, "alice", 1, 50_000);
        after(Duration.ofDays(7));
        assertEquals(1, found());
        came("alice");
        clock.advance(Duration.ofDays(7));
        assertEquals(1, found());
        assertEquals(List.of("2026-11-21", "2026-11-28"), told().stream().map(event -> event.data().path("absentSince").asText()).sorted().toList());
    }

    @Test
    void aMorningThatWasMissedIsMadeUpForUntilTheThirdAndThenGivenUp() {
        paid(SHOP, "alice", 1, 50_000);
        clock.advance(Duration.ofDays(1));
        paid(SHOP, "bob", 2, 50_000);
        after(Duration.ofDays(10));
        assertEquals(1, found());
        assertEquals("bob", told().getFirst().data().path("customer").asText());
    }

    @Test
    void pagesAreReadToTheirEndAndAnotherShopsMembersAreLeftAlone() {
        IntStream.rangeClosed(1, 130).forEach(order -> paid(SHOP, "customer-" + order, order, 50_000));
        paid("other", "alice", 999, 50_000);
        after(Duration.ofDays(7));
        assertEquals(130, found());
        assertEquals(130, told().stream().map(event -> event.data().path("customer").asText()).distinct().count());
        assertEquals(List.of(SHOP), told().stream().map(Event::tenant).distinct().toList());
    }

    @Test
    void aRuleThatMakesNoSenseStopsTheRunAloud() {
        paid(SHOP, "alice", 1, 50_000);
        after(Duration.ofDays(7));
        var wrong = table.environment("CHURN_RULE", "{\"awayDays\":0,\"spentAboveMinor\":1,\"lookBackDays\":1}");
        assertThrows(RuntimeException.class, () -> Lambda.invoke(findChurnRisks, Json.object(), wrong));
        var sooner = table.environment("CHURN_RULE", "{\"awayDays\":3,\"spentAboveMinor\":1,\"lookBackDays\":5}");
        assertEquals(json("{\"customers\":1}"), Lambda.invoke(findChurnRisks, Json.tree(Map.of()), sooner));
    }
}
