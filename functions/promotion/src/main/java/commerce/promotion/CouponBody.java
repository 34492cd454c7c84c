package commerce.promotion;

import commerce.kernel.Body;
import commerce.promotion.domain.CouponDefinition;
import java.util.regex.Pattern;

/** Reads what an operator says about a discount that is given away: the fields a coupon and a campaign have in common. */
final class CouponBody {

    static final long MAX_COUNT = 1_000_000_000;
    private static final int MAX_BASIS_POINTS = 10_000;
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private CouponBody() {}

    /** Not judged yet, see {@link CouponDefinition#fault()}. @throws commerce.kernel.ProblemException 400 naming the field */
    static CouponDefinition read(Body body) {
        return new CouponDefinition(
                body.optionalMoney("amountOff", 1),
                body.optionalInteger("percentOff", 1, MAX_BASIS_POINTS).map(Math::toIntExact),
                body.optionalMoney("minimumSpend", 0),
                body.optionalInstant("validFrom"),
                body.optionalInstant("validUntil"),
                body.optionalInteger("maxRedemptions", 1, MAX_COUNT),
                body.optionalInteger("maxPerCustomer", 1, MAX_COUNT),
                body.optionalMoney("budget", 1),
                Targets.read(body),
                !body.optionalFlag("active").orElse(true),
                body.optionalText("stackingGroup", GROUP),
                body.optionalFlag("restoredByRefund").orElse(false));
    }
}
