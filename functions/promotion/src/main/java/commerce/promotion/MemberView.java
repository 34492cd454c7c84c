package commerce.promotion;

import commerce.kernel.Money;
import commerce.promotion.domain.member.LoyaltyProgram;
import commerce.promotion.domain.member.Member;
import java.time.Instant;
import java.util.Optional;

/**
 * A member as the API shows it. All amounts are of the loyalty program's currency.
 *
 * @param repurchaseCoupon what coming back is worth on this level; zero for nothing
 * @param serviceReplySeconds how soon service answers
 * @param nextLevel absent on the highest
 */
record MemberView(
        String customer,
        int memberLevel,
        long loyaltyScore,
        Money spent,
        Money spentLast30Days,
        long paidOrders,
        long repurchases,
        long activeDays,
        Optional<Instant> firstSeenAt,
        Optional<Instant> lastActiveAt,
        Money repurchaseCoupon,
        long serviceReplySeconds,
        Optional<NextLevel> nextLevel) {

    /** @param missing points to it */
    record NextLevel(int memberLevel, long missing) {}

    static MemberView of(Member member, LoyaltyProgram program) {
        var next = program.levels().stream().filter(level -> level.fromScore() > member.score()).findFirst();
        return new MemberView(member.customer(), member.level().number(), member.score(), member.spent(), member.spentLast30Days(), member.paidOrders(), member.repurchases(),
                member.activeDays(), member.firstSeenAt(), member.lastActiveAt(), program.coupon(member.level()), member.level().serviceReplySeconds(),
                next.map(level -> new NextLevel(level.number(), level.fromScore() - member.score())));
    }
}
