package commerce.payment.provider;

import commerce.kernel.Money;
import commerce.payment.domain.Refund;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Alipay calls a refund of ours, {@code out_request_no}: a hash of our reference, which may be longer than the 64 characters of that
 * field, and the amount in fen. The amount is in it because a notification tells only the sum of all refunds of a trade, while Alipay holds
 * one name to one amount for ever.
 */
final class AlipayRefundName {

    private static final int HASH = 30;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + HASH + "}_([1-9][0-9]{0,14})");

    private AlipayRefundName() {}

    static String of(Refund refund) {
        return Sha256.base32(refund.reference(), HASH) + "_" + refund.amount().minor();
    }

    /** Empty if it is no name of ours. */
    static Optional<Money> amountIn(String name) {
        var form = FORM.matcher(name);
        return form.matches() ? Optional.of(Money.of(Long.parseLong(form.group(1)), AlipayProvider.CURRENCY)) : Optional.empty();
    }
}
