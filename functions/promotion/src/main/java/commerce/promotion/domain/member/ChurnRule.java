package commerce.promotion.domain.member;

import java.time.Duration;
import java.time.Instant;

/**
 * When a customer is about to be lost (PRO-03): data, as the loyalty program is.
 *
 * @param awayDays for so many times 24 hours they have not come
 * @param spentAboveMinor and they had paid more than that, ever, in minor units of the program's currency
 * @param lookBackDays so many days later the shop gives them up
 */
public record ChurnRule(int awayDays, long spentAboveMinor, int lookBackDays) {

    public static final ChurnRule STANDARD = new ChurnRule(7, 30_000, 3);

    public ChurnRule {
        if (awayDays < 1 || lookBackDays < 1 || spentAboveMinor < 0) {
            throw new IllegalArgumentException("days must be at least 1 and the amount not negative: away " + awayDays + ", looking back " + lookBackDays + ", spent above " + spentAboveMinor);
        }
    }

    public boolean isAtRisk(Member member, Instant now) {
        return member.spent().minor() > spentAboveMinor && member.lastActiveAt().filter(last -> !now.isBefore(last.plus(Duration.ofDays(awayDays)))).isPresent();
    }
}
