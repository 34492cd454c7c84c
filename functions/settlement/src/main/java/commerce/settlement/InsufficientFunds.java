package commerce.settlement;

import commerce.kernel.Money;
import commerce.kernel.NamedFailure;

/** An account that must never be overdrawn holds less than was to be taken. Nothing was changed. */
public final class InsufficientFunds extends NamedFailure {

    private final transient String account;
    private final transient Money available;

    public InsufficientFunds(String account, Money available) {
        super(account + " holds " + available);
        this.account = account;
        this.available = available;
    }

    public String account() {
        return account;
    }

    public Money available() {
        return available;
    }
}
