package commerce.settlement.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OrderSettlementTest {

    private static final Rates RATES = new Rates(500, 60);

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    /** Applies facts one after the other and adds up what they posted. */
    private static Map<String, Long> balances(List<Function<OrderSettlement, OrderSettlement.Step>> facts) {
        var balances = new TreeMap<String, Long>();
        var state = OrderSettlement.nothingYet(cny(0));
        for (var fact : facts) {
            var step = fact.apply(state);
            JournalEntry.of(Cause.ofOrder("order", "cause"), Instant.EPOCH, step.postings()).postings()
                    .forEach(posting -> balances.merge(posting.account(), posting.amount().minor(), Long::sum));
            state = step.next();
        }
        balances.values().removeIf(balance -> balance == 0);
        return balances;
    }

    private static Function<OrderSettlement, OrderSettlement.Step> settle(long total) {
        return state -> state.settle(cny(total), "simulator", RATES);
    }

    private static Function<OrderSettlement, OrderSettlement.Step> refund(long amount) {
        return state -> state.refund(cny(amount), "simulator");
    }

    @Test
    void aSettledOrderIsSharedByMerchantPlatformAndProvider() {
        assertEquals(Map.of("customer_payments", 8800L, "merchant_payable", -8307L, "platform_commission", -440L, "provider_fees_payable:simulator", -53L), balances(List.of(settle(8800))));
    }

    @Test
    void aFullRefundGivesBackTheWholeCommissionAndNotTheFee() {
        assertEquals(Map.of("customer_payments", 8800L, "merchant_payable", 53L, "provider_fees_payable:simulator", -53L, "provider_receivable:simulator", -8800L),
                balances(List.of(settle(8800), refund(8800))));
    }

    @Test
    void partialRefundsThatSumToTheWholeGiveBackExactlyTheCommission() {
        var afterAll = balances(List.of(settle(1001), refund(333), refund(333), refund(335)));
        assertEquals(null, afterAll.get("platform_commission"));
    }

    @Test
    void whateverTheOrderOfTheFactsTheBalancesAreTheSame() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            var total = 1 + random.nextLong(100_000);
            var facts = new ArrayList<Function<OrderSettlement, OrderSettlement.Step>>(List.of(settle(total)));
            var left = total;
            while (left > 0 && random.nextInt(4) > 0) {
                var part = 1 + random.nextLong(left);
                facts.add(refund(part));
                left -= part;
            }
            var told = balances(facts);
            assertEquals(0, told.values().stream().mapToLong(Long::longValue).sum(), "seed " + seed);
            Collections.shuffle(facts, random);
            assertEquals(told, balances(facts), "seed " + seed);
        }
    }

    @Test
    void anUnbalancedEntryCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> JournalEntry.of(Cause.ofOrder("o", "c"), Instant.EPOCH, List.of(Posting.debit("bank", cny(2)), Posting.credit("adjustments", cny(1)))));
        assertThrows(IllegalArgumentException.class, () -> JournalEntry.of(Cause.ofOrder("o", "c"), Instant.EPOCH, List.of(Posting.debit("bank", cny(0)), Posting.credit("adjustments", cny(0)))));
    }

    @Test
    void ratesThatTakeMoreThanEverythingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rates(9_990, 11));
        assertThrows(IllegalArgumentException.class, () -> new Rates(-1, 0));
        assertTrue(new Rates(9_990, 10).commissionBasisPoints() > 0);
    }
}
