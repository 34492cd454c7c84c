/**
 * Adyen's Checkout API v71 as far as a shop with payment links needs it, refunds, chargebacks, the payments accounting report, and standard
 * webhooks with an HMAC in each item.
 *
 * <p>As there: a refund is only received, whether it works is told by a webhook, also when it is more than is left of the payment; a link
 * does not say by which payment it was completed; a webhook that cannot be delivered holds up those after it. Payments are captured at
 * once; the commission is a plain 1.2 %.
 */
package commerce.local.simulators.adyen;
