package commerce.local.simulators;

/** What a provider keeps of a payment. */
public final class Fees {

    private static final int WHOLE = 10_000;

    private Fees() {}

    /** That share of an amount in minor units, rounded half up. */
    public static long of(long minor, int basisPoints) {
        return Math.floorDiv(Math.addExact(Math.multiplyExact(minor, basisPoints), WHOLE / 2), WHOLE);
    }
}
