/**
 * Promotion: what an order costs. Owns coupons, how often and for how much they were redeemed, the rules a shop prices by, and the one
 * pricing function. It reads products from the catalogue by a read-only invoke and keeps no copy of them.
 *
 * <p>Table {@code Promotion}, written and read only by {@link commerce.promotion.PromotionTable} (coupons), {@link
 * commerce.promotion.RedemptionTable}, {@link commerce.promotion.CampaignTable}, {@link commerce.promotion.CodesTable} and {@link
 * commerce.promotion.PricingTable} (rules and the key quotes are signed with). Operations:
 * <ul>
 *   <li>put-coupon, get-coupon, list-coupons: operators define coupons and see what has been used of them.
 *   <li>put-campaign, get-campaign, list-campaigns: what issues coupons, with limits and a budget over all of them. request-codes, make-codes,
 *       list-codes, export-codes, put-code: unique codes, made by the thousand. issue-coupon: a personal one, asked for by workflows.
 *   <li>put-pricing-rule, get-pricing-rule, list-pricing-rules: operators change prices without deploying.
 *   <li>create-quote (HTTP) and quote-price (invoked when an order is placed): the same price for the same lines,
 *       {@link commerce.promotion.domain.pricing.Pricing}.
 *   <li>redeem-coupon and its compensation restore-coupon: steps of the checkout workflow. settle-coupon: what confirmations and refunds make of it.
 *   <li>project-member: what customers buy and what sells; get-my-membership, get-member and record-visit show and begin a membership.
 *   <li>reward-member: the personal coupons for coming back and against staying away; find-churn-risks: who stays away.
 *   <li>reprice-products: tells what a product costs everybody when that has changed.
 *   <li>publish-promotion-events and republish-promotion-events: the outbox.
 * </ul>
 *
 * <p><b>Transaction boundaries.</b>
 * <ul>
 *   <li>Defining: the coupon's definition, its version and {@code coupon.changed.v1} are one item. Counters are never part of it, but a
 *       budget is only written if no more than that is spent.
 *   <li>Putting a rule: the rule with {@code pricing_rule.changed.v1}, its version for the record, and the set of rules in force, all or
 *       none. So a set's version, which every quote and order keeps, says exactly which rules there were.
 *   <li>Making codes: up to 99 codes and the campaign's count, with the event that brings the next turn or tells the end, all or none.
 *   <li>Redeeming: for each coupon of the order its counters and its campaign's, the customer's count and the order's redemption with
 *       {@code coupon.redeemed.v1}, all or none, together with the other coupons'.
 *       Every limit is a condition of this write, and the write also requires the version of the definition whose limits it used.
 *   <li>Counting a confirmed order: the order's own item, its customer and each SKU's hour, all or none; a refund: the order's item and the customer.
 *   <li>Issuing a coupon: the code, the campaign's count, the customer's and the mark of its cause, all or none, if the order it rewards is not
 *       refunded. Telling of an absence: the mark of its day and {@code member.churn_risk.v1} are one item.
 *   <li>Telling a price: the price and {@code price.updated.v1} are one item.
 *   <li>A refund's part of a discount: the order's redemption with {@code coupon.clawed_back.v1}, and the counters.
 *   <li>Restoring: the same items the other way, guarded by the redemption's status, so that nothing is given back twice.
 *       Restoring what was never redeemed writes a tombstone that refuses a late redemption.
 * </ul>
 *
 * <p><b>A price that was shown is the price that is paid.</b> A quote's id is the quote itself, signed with the shop's key
 * ({@link commerce.promotion.QuoteSeal}): nothing is stored, and an order that carries it before it expires pays it, whatever has become of
 * products, rules and coupon. Afterwards it is only compared.
 *
 * <p><b>What a coupon checks when.</b> A quote checks that it exists and is in use, its window, its products, its minimum spend and its
 * currency; it reserves nothing. Redeeming checks what is counted: redemptions, redemptions per customer, budget. It does not look at the
 * window or the minimum again: an order accepted in time keeps its discount, even if the definition has been replaced since.
 *
 * <p><b>What prices look at.</b> Stock is asked of the inventory when a rule in force is about it. Members and the last hour's sales are counted here from
 * events, in one transaction per confirmed order that tells no event. What no rule looks at is not read
 * ({@link commerce.promotion.domain.pricing.Signals}).
 *
 * <p><b>Limits.</b> All redemptions of one coupon change one item: about 500 a second on AWS. Before that, transactions meet and are
 * repeated with jitter; refusals of an exhausted coupon cost two reads and meet nobody. A shop has at most 200 rules in force. A quote is
 * one batch read here and one in the catalogue, whatever the basket and however many the rules; one more read after a rule has changed.
 */
package commerce.promotion;
