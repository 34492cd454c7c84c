package commerce.settlement.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.settlement.domain.commission.SaleLine;
import commerce.settlement.domain.split.Dividing;
import commerce.settlement.domain.split.Division;
import commerce.settlement.domain.split.RandomSales;
import commerce.settlement.domain.split.RuleSet;
import commerce.settlement.domain.split.Sale;
import commerce.settlement.domain.split.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OrderSettlementTest {

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static Division simple(long total) {
        var line = new SaleLine("tea", "shop", Optional.empty(), 1, cny(total));
        return Dividing.divide(new Sale("shop", List.of(line), cny(total), 0, Optional.empty(), Optional.empty(), Instant.EPOCH), RuleSet.NONE, new Terms(500, 60, 4, Terms.ShippingTo.TENANT));
    }

    /** Applies facts one after the other and adds up what they posted; what is said of payees must be what is posted to them. */
    private static Map<String, Long> balances(List<Function<OrderSettlement, OrderSettlement.Step>> facts) {
        var balances = new TreeMap<String, Long>();
        var said = new TreeMap<String, Long>();
        var state = OrderSettlement.nothingYet(cny(0));
        for (var fact : facts) {
            var step = fact.apply(state);
            JournalEntry.of(Cause.ofOrder("order", "cause"), Instant.EPOCH, step.postings()).postings()
                    .forEach(posting -> balances.merge(posting.account(), posting.amount().minor(), Long::sum));
            step.changes().forEach(change -> said.merge(Account.merchantPayable(change.payee()), -change.net().minor(), Long::sum));
            state = Json.read(Json.write(step.next()), OrderSettlement.class);
        }
        balances.values().removeIf(balance -> balance == 0);
        said.values().removeIf(balance -> balance == 0);
        var payees = new TreeMap<>(balances);
        payees.keySet().removeIf(account -> !account.startsWith("merchant_payable:"));
        assertEquals(payees, said);
        return balances;
    }

    private static Function<OrderSettlement, OrderSettlement.Step> settle(Division division) {
        return state -> state.settle(division, "simulator");
    }

    private static Function<OrderSettlement, OrderSettlement.Step> refund(long amount) {
        return state -> state.refund(cny(amount), "simulator");
    }

    @Test
    void aSettledOrderIsSharedByMerchantPlatformAndProvider() {
        assertEquals(Map.of("customer_payments", 8800L, "merchant_payable:shop", -8307L, "platform_commission", -440L, "provider_fees_payable:simulator", -53L), balances(List.of(settle(simple(8800)))));
    }

    @Test
    void aFullRefundGivesBackTheWholeCommissionAndNotTheFee() {
        assertEquals(Map.of("customer_payments", 8800L, "merchant_payable:shop", 53L, "provider_fees_payable:simulator", -53L, "provider_receivable:simulator", -8800L),
                balances(List.of(settle(simple(8800)), refund(8800))));
    }

    @Test
    void partialRefundsThatSumToTheWholeGiveBackExactlyTheCommission() {
        var afterAll = balances(List.of(settle(simple(1001)), refund(333), refund(333), refund(335)));
        assertEquals(null, afterAll.get("platform_commission"));
    }

    @Test
    void anOrderRefundedBeforeItIsSettledStillHasItsEntry() {
        var settled = OrderSettlement.nothingYet(cny(0)).refund(cny(50), "simulator").next().settle(simple(50), "simulator");
        assertTrue(JournalEntry.of(Cause.ofOrder("order", "settlement"), Instant.EPOCH, settled.postings()).postings().size() >= 2);
        assertEquals(Map.of("customer_payments", 50L, "provider_receivable:simulator", -50L), balances(List.of(refund(50), settle(simple(50)))));
    }

    @Test
    void moreThanTheOrderCostGoesBackFromTheCustomersMoney() {
        var refundedTwice = balances(List.of(settle(simple(1000)), refund(900), refund(300)));
        assertEquals(1200L, refundedTwice.get("customer_payments"));
        assertEquals(6L, refundedTwice.get("merchant_payable:shop"));
    }

    @Test
    void whateverTheOrderOfTheFactsTheBalancesAreTheSameAndAFullRefundLeavesOnlyTheFee() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var sales = new RandomSales(seed);
        for (int run = 0; run < 700; run++) {
            var division = Dividing.divide(sales.sale(), sales.rules(), sales.terms());
            var facts = new ArrayList<Function<OrderSettlement, OrderSettlement.Step>>(List.of(settle(division)));
            var left = division.total().minor();
            while (left > 0 && random.nextInt(4) > 0) {
                var part = random.nextInt(3) == 0 ? left : 1 + random.nextLong(left);
                facts.add(refund(part));
                left -= part;
            }
            var told = balances(facts);
            assertEquals(0, told.values().stream().mapToLong(Long::longValue).sum(), "seed " + seed);
            if (left == 0) {
                assertTrue(told.keySet().stream().noneMatch(account -> account.startsWith("platform_commission") || account.startsWith("channel_payable")), "seed " + seed + " " + told);
                var payees = told.entrySet().stream().filter(account -> account.getKey().startsWith("merchant_payable")).mapToLong(Map.Entry::getValue).sum();
                assertEquals(division.fee().minor(), payees, "seed " + seed);
            }
            Collections.shuffle(facts, random);
            assertEquals(told, balances(facts), "seed " + seed);
        }
    }

    @Test
    void anUnbalancedEntryCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> JournalEntry.of(Cause.ofOrder("o", "c"), Instant.EPOCH, List.of(Posting.debit("bank", cny(2)), Posting.credit("adjustments", cny(1)))));
        assertThrows(IllegalArgumentException.class, () -> JournalEntry.of(Cause.ofOrder("o", "c"), Instant.EPOCH, List.of(Posting.debit("bank", cny(0)), Posting.credit("adjustments", cny(0)))));
    }
}
