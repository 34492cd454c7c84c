package commerce.settlement.domain;

import commerce.kernel.Money;
import java.util.List;

/** What movements at a provider post where it depends on nothing but the amount. */
public final class ProviderMovements {

    private ProviderMovements() {}

    /** The provider took the customer's money for us. */
    public static List<Posting> capture(Money amount, String provider) {
        return List.of(Posting.debit(Account.providerReceivable(provider), amount), Posting.credit(Account.CUSTOMER_PAYMENTS, amount));
    }

    /** Money arrived that belongs to no open order: we owe it back. */
    public static List<Posting> lateMoney(Money amount, String provider) {
        return List.of(Posting.debit(Account.providerReceivable(provider), amount), Posting.credit(Account.REFUNDS_PAYABLE, amount));
    }

    /** Late money has gone back. */
    public static List<Posting> lateMoneyReturned(Money amount, String provider) {
        return List.of(Posting.debit(Account.REFUNDS_PAYABLE, amount), Posting.credit(Account.providerReceivable(provider), amount));
    }

    /** A buyer's bank disputes a payment: the provider takes the money back until it is decided whose it is. */
    public static List<Posting> disputed(Money amount, String provider) {
        return List.of(Posting.debit(Account.disputed(provider), amount), Posting.credit(Account.providerReceivable(provider), amount));
    }

    /** The dispute was won: the provider gives the money again. */
    public static List<Posting> disputeWon(Money amount, String provider) {
        return List.of(Posting.debit(Account.providerReceivable(provider), amount), Posting.credit(Account.disputed(provider), amount));
    }

    /**
     * The dispute was lost: what a refund would post, but the money had left the provider when the dispute began.
     *
     * @param refund the postings of a refund of the same amount
     */
    public static List<Posting> disputeLost(List<Posting> refund, String provider) {
        return refund.stream().map(posting -> posting.account().equals(Account.providerReceivable(provider)) ? posting.on(Account.disputed(provider)) : posting).toList();
    }
}
