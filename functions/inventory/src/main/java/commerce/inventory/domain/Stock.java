package commerce.inventory.domain;

/**
 * The counters of one SKU, in pieces. None is ever negative, and {@code received = available + reserved + sold}.
 *
 * @param received what came in: receipts, plus and minus adjustments
 * @param available what can be reserved
 * @param reserved what unpaid orders hold
 * @param sold what confirmed orders took
 */
public record Stock(long received, long available, long reserved, long sold) {

    /** A product that never had a receipt. */
    public static final Stock NONE = new Stock(0, 0, 0, 0);
}
