package commerce.promotion.domain.pricing;

/** What a rule may look at beyond the basket; nobody asks for what no rule in force looks at. */
public enum Signal {

    /** Pieces of a SKU to be had now. */
    STOCK,
    /** Pieces of a SKU sold in the last sixty minutes. */
    SALES,
    /** The shopper's level and history. */
    MEMBER,
    /** Whether the shopper has had what is offered for a first order. */
    FIRST_ORDER
}
