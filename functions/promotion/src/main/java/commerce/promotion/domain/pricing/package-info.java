/**
 * The one pricing pipeline, shared by quote and order: list price, repricing, bundle or quantity ladder, segment offer, coupon, shipping;
 * never below a product's floor. Pure: what it needs to know of the world is an argument. {@link commerce.promotion.domain.pricing.Pricing}
 * is the way in, {@link commerce.promotion.domain.pricing.Quote} the way out.
 */
package commerce.promotion.domain.pricing;
