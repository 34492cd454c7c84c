package commerce.settlement.domain;

import commerce.kernel.Money;

/**
 * One side of an entry.
 *
 * @param account see {@link Account}
 * @param amount positive for a debit, negative for a credit, never zero
 */
public record Posting(String account, Money amount) {

    public static Posting debit(String account, Money amount) {
        return new Posting(account, amount);
    }

    public static Posting credit(String account, Money amount) {
        return new Posting(account, amount.negated());
    }

    /** The same amount on the other side. */
    public Posting reversed() {
        return new Posting(account, amount.negated());
    }

    /** The same amount on another account. */
    public Posting on(String other) {
        return new Posting(other, amount);
    }
}
