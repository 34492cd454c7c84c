/** Campaigns: what is given away, to whom, how often and out of which budget; and the coupons they issue. Pure, as all of the domain. */
package commerce.promotion.domain.campaign;
