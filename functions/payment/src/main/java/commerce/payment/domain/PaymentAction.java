package commerce.payment.domain;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the buyer must do next.
 *
 * @param type how
 * @param url where to go, for REDIRECT; what to show, for QR_CODE; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentAction(Type type, String url) {

    /** The ways a provider lets a buyer pay. */
    public enum Type {
        REDIRECT,
        QR_CODE,
        SDK,
        NONE
    }
}
