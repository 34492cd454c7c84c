package commerce.payment;

import commerce.kernel.NamedFailure;

/** The provider is unknown, switched off, or refuses to take the payment at all; trying again does not help. */
public class PaymentNotPossible extends NamedFailure {

    public PaymentNotPossible(String message) {
        super(message);
    }
}
