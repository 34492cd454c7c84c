package commerce.ordering;

import java.util.Set;

/** The payment providers an order may name. Each has an adapter in the payment context; a new one is added here when it has. */
final class PaymentProviders {

    static final Set<String> KNOWN = Set.of("simulator", "stripe", "wechatpay", "alipay", "adyen");

    private PaymentProviders() {}
}
