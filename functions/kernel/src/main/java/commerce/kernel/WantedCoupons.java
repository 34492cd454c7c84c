package commerce.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The coupons a request names: as {@code couponCode}, or as {@code couponCodes} if it names several.
 *
 * @param codes in upper case, each once
 * @param listed whether they were named as {@code couponCodes}
 */
public record WantedCoupons(List<String> codes, boolean listed) {

    public static final int MOST = 5;
    private static final String ONE = "couponCode";
    private static final String LIST = "couponCodes";

    /** @throws ProblemException 400 naming the field */
    public static WantedCoupons read(Body body) {
        var one = body.optionalText(ONE, Names.COUPON_CODE);
        var several = body.optionalTexts(LIST, MOST, Names.COUPON_CODE);
        if (one.isPresent() && !several.isEmpty()) {
            throw body.refuse(LIST, "must not be given together with " + ONE);
        }
        var wanted = of(one, several);
        var seen = new HashSet<String>();
        for (int i = 0; i < wanted.codes.size(); i++) {
            if (!seen.add(wanted.codes.get(i))) {
                throw body.refuse(LIST + "[" + i + "]", "is named twice");
            }
        }
        return wanted;
    }

    /** @param several may be null: askers from before do not know it */
    public static WantedCoupons of(Optional<String> one, List<String> several) {
        var listed = several != null && !several.isEmpty();
        var codes = listed ? several : one.map(List::of).orElse(List.of());
        return new WantedCoupons(codes.stream().map(code -> code.toUpperCase(Locale.ROOT)).toList(), listed);
    }

    /** Where the request names that code. */
    public String field(String code) {
        return listed ? LIST + "[" + codes.indexOf(code) + "]" : ONE;
    }

    /** Where the request names coupons at all. */
    public String field() {
        return listed ? LIST : ONE;
    }
}
