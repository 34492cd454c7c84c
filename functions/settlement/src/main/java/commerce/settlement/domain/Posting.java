package commerce.settlement.domain;

import commerce.kernel.Money;

/**
 * One side of an entry.
 *
 * @param account see {@link Account}
 * @param amount positive for a debit, negative for a credit, never zero
 */
public record Posting(String account, Money amount) {

    static Posting debit(String account, Money amount) {
        return new Posting(account, amount);
    }

    static Posting credit(String account, Money amount) {
        return new Posting(account, amount.negated());
    }
}
