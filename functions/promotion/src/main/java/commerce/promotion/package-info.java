/**
 * Promotion: what an order costs. Owns coupons, how often and for how much they were redeemed, and the one pricing function. It reads
 * products from the catalogue by a read-only invoke and keeps no copy of them.
 *
 * <p>Table {@code Promotion}, written and read only by {@link commerce.promotion.PromotionTable}. Operations:
 * <ul>
 *   <li>put-coupon, get-coupon: operators define coupons and see what has been used of them.
 *   <li>create-quote (HTTP) and quote-price (invoked when an order is placed): the same price for the same lines,
 *       {@link commerce.promotion.domain.pricing.Pricing}.
 *   <li>redeem-coupon and its compensation restore-coupon: steps of the checkout workflow.
 *   <li>publish-promotion-events and republish-promotion-events: the outbox.
 * </ul>
 *
 * <p><b>Transaction boundaries.</b>
 * <ul>
 *   <li>Defining: the coupon's definition, its version and {@code coupon.changed.v1} are one item. Counters are never part of it.
 *   <li>Redeeming: the coupon's counters, the customer's count and the order's redemption with {@code coupon.redeemed.v1}, all or none.
 *       Every limit is a condition of this write, and the write also requires the version of the definition whose limits it used.
 *   <li>Restoring: the same three items the other way, guarded by the redemption's status, so that nothing is given back twice.
 *       Restoring what was never redeemed writes a tombstone that refuses a late redemption.
 * </ul>
 *
 * <p><b>What a coupon checks when.</b> A quote checks that it exists, its window, its minimum spend and its currency; it promises nothing.
 * Redeeming checks what is counted: redemptions, redemptions per customer, budget. It does not look at the window or the minimum
 * again: an order accepted in time keeps its discount, even if the definition has been replaced since.
 *
 * <p><b>Limits.</b> All redemptions of one coupon change one item: about 500 a second on AWS. Before that, transactions meet and are
 * repeated with jitter; refusals of an exhausted coupon cost two reads and meet nobody.
 */
package commerce.promotion;
