package commerce.promotion.domain.pricing;

/** The names of the pipeline's steps, in their order. */
final class Step {

    static final String REPRICING = "REPRICING";
    static final String BUNDLE = "BUNDLE";
    static final String LADDER = "LADDER";
    static final String SEGMENT = "SEGMENT";
    static final String COUPON = "COUPON";
    static final String SHIPPING = "SHIPPING";

    private Step() {}
}
