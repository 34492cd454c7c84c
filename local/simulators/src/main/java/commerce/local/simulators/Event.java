package commerce.local.simulators;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a webhook says.
 *
 * @param id the same on every delivery of the same event
 * @param type {@code payment.succeeded}, {@code payment.failed}, {@code refund.succeeded} or {@code refund.failed}
 * @param created epoch seconds
 * @param data what happened
 */
record Event(String id, String type, long created, Data data) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(String paymentId, String providerReference, Money amount, String refundId) {}
}
