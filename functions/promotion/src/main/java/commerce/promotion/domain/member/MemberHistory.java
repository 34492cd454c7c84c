package commerce.promotion.domain.member;

import commerce.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was counted of a customer, whatever the order in which it was told: sums, the earliest and the latest moment.
 *
 * @param spent minor units by currency code
 * @param days the days on which the customer was active, with what orders of that day still bring in, in minor units of the program's
 *     currency; older ones may be missing
 */
public record MemberHistory(
        String customer, Optional<Instant> firstSeenAt, Optional<Instant> lastActiveAt, long paidOrders, Map<String, Long> spent, Map<LocalDate, Long> days) {

    /** The days a level looks back on, today included. */
    public static final int WINDOW_DAYS = 30;

    public MemberHistory {
        spent = Map.copyOf(spent);
        days = Map.copyOf(days);
    }

    /** Somebody the shop has never met. */
    public static MemberHistory none(String customer) {
        return new MemberHistory(customer, Optional.empty(), Optional.empty(), 0, Map.of(), Map.of());
    }

    /** The same without an order, as if it had not been made; that the customer was there on its day stays. */
    public MemberHistory without(CountedOrder order) {
        var bringsIn = order.bringsIn();
        var total = new TreeMap<>(spent);
        total.merge(bringsIn.currency().getCurrencyCode(), -bringsIn.minor(), Long::sum);
        var byDay = new TreeMap<>(days);
        order.day().ifPresent(day -> byDay.computeIfPresent(day, (_, amount) -> amount - bringsIn.minor()));
        return new MemberHistory(customer, firstSeenAt, lastActiveAt, paidOrders - order.paidOrders(), total, byDay);
    }

    public Member asOf(LocalDate today, LoyaltyProgram program) {
        var from = today.minusDays(WINDOW_DAYS - 1);
        var recent = days.entrySet().stream().filter(day -> !day.getKey().isBefore(from) && !day.getKey().isAfter(today)).toList();
        var total = new Money(spent.getOrDefault(program.currency().getCurrencyCode(), 0L), program.currency());
        var score = program.score(total, Math.max(0, paidOrders - 1), recent.size());
        return new Member(customer, firstSeenAt, lastActiveAt, total, new Money(recent.stream().mapToLong(Map.Entry::getValue).sum(), program.currency()),
                paidOrders, recent.size(), score, program.level(score));
    }
}
