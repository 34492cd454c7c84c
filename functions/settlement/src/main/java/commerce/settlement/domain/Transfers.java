package commerce.settlement.domain;

import commerce.kernel.Money;
import java.util.List;

/** Postings that depend on nothing but the amount. */
public final class Transfers {

    private Transfers() {}

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
}
