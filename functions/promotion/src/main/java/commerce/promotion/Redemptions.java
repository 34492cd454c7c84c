package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.promotion.Takings.Taking;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.Redeeming;
import commerce.promotion.domain.Redemption;
import commerce.promotion.domain.Used;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an order does with the coupons and offers it uses: takes them together, gives them back together, and gives back their part when it
 * is refunded. Each is one transaction that can be repeated; what overtakes it makes it read again.
 */
@Singleton
public class Redemptions {

    private static final int ATTEMPTS = 5;

    private final RedemptionTable table;
    private final Clock clock;

    public Redemptions(RedemptionTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The data of {@code coupon.redeemed.v1}. */
    private record Redeemed(String code, String orderId, String customer, Money discount, Optional<String> campaign, Optional<Boolean> offer) {}

    /** The data of {@code coupon.restored.v1}. */
    private record Restored(String code, String orderId) {}

    /** The data of {@code coupon.clawed_back.v1}. */
    private record ClawedBack(String code, String orderId, String refundId, Money amount, boolean restored) {}

    /** Never {@link Redeeming.Overtaken}. @throws Busy if it was, again and again */
    Redeeming redeem(String tenant, String orderId, String customer, List<Used> used) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var outcome = attempt(tenant, orderId, customer, used);
            if (!(outcome instanceof Redeeming.Overtaken)) {
                return outcome;
            }
        }
        throw new Busy("the coupons of order " + orderId + " kept changing", null);
    }

    private Redeeming attempt(String tenant, String orderId, String customer, List<Used> used) {
        var takings = table.find(tenant, used);
        var found = new HashSet<>(takings.stream().map(Taking::used).toList());
        var missing = used.stream().filter(one -> !found.contains(one)).findFirst();
        if (missing.isPresent()) {
            return unlessPresent(tenant, used, orderId, new Redeeming.Unknown(missing.get().code()));
        }
        var now = clock.instant();
        return refusal(takings).map(why -> unlessPresent(tenant, used, orderId, new Redeeming.Exhausted(why)))
                .orElseGet(() -> table.redeem(tenant, takings, orderId, customer, one -> redeemed(tenant, orderId, customer, takings, one, now), now));
    }

    /** What is seen to be exhausted is refused without a transaction: those who come too late do not disturb those in time. */
    private static Optional<String> refusal(List<Taking> takings) {
        return takings.stream().flatMap(taking -> taking.purses().stream().map(purse -> purse.allowance(taking.used().discount())).flatMap(allowance -> switch (allowance) {
            case Coupon.Allowance.Exhausted(var why) -> Optional.of(taking.used().code() + ": " + why).stream();
            case Coupon.Allowance.Left() -> Optional.<String>empty().stream();
        })).findFirst();
    }

    /** Read after the coupons: if it was this order that took the last of one, its redemption is seen here. */
    private Redeeming unlessPresent(String tenant, List<Used> used, String orderId, Redeeming refusal) {
        return table.findFirst(tenant, used, orderId).<Redeeming>map(Redeeming.Present::new).orElse(refusal);
    }

    private static Event redeemed(String tenant, String orderId, String customer, List<Taking> takings, Used used, Instant now) {
        var campaign = takings.stream().filter(taking -> taking.used().equals(used)).findFirst().flatMap(Taking::campaign).map(behind -> behind.id());
        return event("coupon.redeemed.v1", tenant, used, orderId, now, new Redeemed(used.code(), orderId, customer, used.discount(), campaign, Optional.of(true).filter(_ -> used.offer())));
    }

    private static Event event(String type, String tenant, Used used, String discriminator, Instant now, Object data) {
        return Event.of("commerce.promotion", type, tenant, used.code(), discriminator, now, data);
    }

    /**
     * Gives all back; what was never redeemed gets a tombstone that refuses a late redemption.
     *
     * @return whether there was anything to give back
     */
    boolean restore(String tenant, String orderId, List<Used> used) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var found = table.findAll(tenant, used, orderId);
            if (found.stream().allMatch(Optional::isEmpty)) {
                if (table.buryIfAbsent(tenant, used, orderId, clock.instant())) {
                    return false;
                }
                continue;
            }
            var redeemed = found.stream().flatMap(Optional::stream).filter(Redemption.Redeemed.class::isInstance).map(Redemption.Redeemed.class::cast).toList();
            if (redeemed.isEmpty()) {
                return false;
            }
            if (redeemed.size() < used.size()) {
                throw new IllegalStateException("order " + orderId + " has redeemed some of its coupons and not others: " + found);
            }
            var now = clock.instant();
            if (table.restoreIfRedeemed(tenant, table.find(tenant, used), redeemed, orderId, one -> event("coupon.restored.v1", tenant, one, orderId, now, new Restored(one.code(), orderId)), now)) {
                return true;
            }
        }
        throw new Busy("the redemptions of order " + orderId + " kept changing", null);
    }

    /** The order is confirmed: the codes it locked are used up. */
    void confirm(String tenant, String orderId, List<Used> used) {
        used.stream().filter(one -> !one.offer()).forEach(one -> table.useUpIfLocked(tenant, one.code(), orderId));
    }

    /**
     * A refund of kept money gives back its part of each discount, once, whatever the order in which refunds are told: what is held is always
     * the discount less its share of all that went back. The last one gives back the rest to the unit, and the redemption itself if the
     * coupon says so.
     *
     * @param total of the order
     */
    void clawBack(String tenant, String orderId, List<Used> used, String refundId, Money amount, Money total) {
        used.forEach(one -> clawBack(tenant, orderId, one, refundId, amount, total));
    }

    private void clawBack(String tenant, String orderId, Used used, String refundId, Money amount, Money total) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var redemption = table.findFirst(tenant, List.of(used), orderId);
            if (!(redemption.orElse(null) instanceof Redemption.Redeemed before) || before.refundIds().contains(refundId)) {
                return;
            }
            var after = before.after(refundId, amount, total);
            var taking = table.find(tenant, List.of(used)).getFirst();
            var restores = after.refunded().equals(total) && taking.coupon().filter(coupon -> coupon.definition().restoredByRefund()).isPresent();
            var now = clock.instant();
            var event = event("coupon.clawed_back.v1", tenant, used, orderId + "/" + refundId, now,
                    new ClawedBack(used.code(), orderId, refundId, after.clawedBack().minus(before.clawedBack()), restores));
            if (table.clawBackIfUnchanged(tenant, taking, orderId, before, after, restores, event, now)) {
                return;
            }
        }
        throw new Busy("the redemption of " + used.code() + " by order " + orderId + " kept changing", null);
    }

    /** All that an operation is asked to redeem or restore. */
    static List<Used> used(List<Used> coupons, Optional<String> couponCode, Function<String, Used> one) {
        return coupons == null || coupons.isEmpty() ? couponCode.map(one).map(List::of).orElseThrow() : coupons;
    }
}
