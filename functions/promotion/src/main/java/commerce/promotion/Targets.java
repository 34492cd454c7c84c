package commerce.promotion;

import commerce.kernel.Body;
import commerce.kernel.Names;
import commerce.promotion.domain.Target;
import java.util.regex.Pattern;

/** Reads which products a rule or coupon is about: {@code skus?: [..], categories?: [..]}; all products, if it names none. */
final class Targets {

    private static final int MAX_NAMES = 100;
    private static final Pattern CATEGORY = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    private Targets() {}

    /** @throws commerce.kernel.ProblemException 400 naming the field */
    static Target read(Body body) {
        return new Target(body.optionalTexts("skus", MAX_NAMES, Names.SKU), body.optionalTexts("categories", MAX_NAMES, CATEGORY));
    }
}
