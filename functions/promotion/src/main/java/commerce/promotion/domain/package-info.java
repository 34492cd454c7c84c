/** Pricing and the rules of coupons. Pure: no AWS, no framework; the time is an argument. */
package commerce.promotion.domain;
