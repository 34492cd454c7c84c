package commerce.inventory.domain;

/** A change of what is there, made by an operator and known by an id the operator chose. */
public sealed interface Booking {

    String sku();

    /** Pieces; negative takes away. */
    long quantity();

    /** Goods came in; {@code quantity} is positive. */
    record Receipt(String sku, String receiptId, long quantity) implements Booking {}

    /** Somebody counted and found more or fewer; {@code quantity} is not zero. */
    record Adjustment(String sku, String adjustmentId, long quantity, String reason) implements Booking {}
}
