package commerce.settlement.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What moved at a payment provider, on an entry that moves a provider's money: what our side says when a day is reconciled with the
 * provider's bill.
 *
 * @param provider who moved it
 * @param paymentId our name for the payment there
 * @param providerReference the provider's own name for it, if it told one
 * @param refundId our name for the refund, if it was one
 * @param movedAt when
 * @param businessDate the day it belongs to, in the shop's time zone
 */
public record ProviderMovement(String provider, String paymentId, Optional<String> providerReference, Optional<String> refundId, Instant movedAt, LocalDate businessDate) {}
