package commerce.inventory.domain;

import java.time.Instant;

/** What came of booking a receipt or an adjustment. */
public sealed interface Booked {

    /**
     * It is booked, by this call or by an earlier one with the same content.
     *
     * @param at when it was booked first
     */
    record Done(Instant at) implements Booked {}

    /** Its id was used before, for something else. */
    record IdReused() implements Booked {}

    /** It takes away more than is available; what is reserved is promised to somebody. */
    record Insufficient(long available) implements Booked {}

    /** The SKU has no counters yet; whether it is a product at all is for the catalog to say. */
    record NoStockYet() implements Booked {}
}
