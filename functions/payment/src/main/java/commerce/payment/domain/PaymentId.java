package commerce.payment.domain;

import commerce.kernel.Names;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one attempt, at the provider too: {@code <tenant>_<orderId>_<attempt>}. Read from the right, because a tenant may hold underscores.
 *
 * @param tenant whose order
 * @param orderId which order
 * @param attempt 1 for the first
 */
public record PaymentId(String tenant, String orderId, int attempt) {

    private static final Pattern FORM = Pattern.compile("(" + Names.TENANT.pattern() + ")_(" + Names.ORDER_ID.pattern() + ")_([1-9][0-9]{0,3})");

    /** Empty if the text is none of ours. */
    public static Optional<PaymentId> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? Optional.of(new PaymentId(form.group(1), form.group(2), Integer.parseInt(form.group(3)))) : Optional.empty();
    }

    /** Our reference of a refund at the provider: {@code <tenant>_<orderId>_<refundId>}. */
    public String refundReference(String refundId) {
        return tenant + "_" + orderId + "_" + refundId;
    }

    /** The refund's id out of {@link #refundReference}; empty if it is no refund of this order. */
    public Optional<String> refundId(String reference) {
        var prefix = refundReference("");
        return Optional.of(reference).filter(text -> text.startsWith(prefix)).map(text -> text.substring(prefix.length()))
                .filter(id -> Names.CLIENT_ID.matcher(id).matches());
    }

    @Override
    public String toString() {
        return tenant + "_" + orderId + "_" + attempt;
    }
}
