package commerce.payment;

import commerce.kernel.NamedFailure;

/** The order's payment was closed before money came: the workflow takes its way back. Its class name is the error of the task token. */
public class PaymentClosed extends NamedFailure {

    public PaymentClosed(String message) {
        super(message);
    }
}
