package commerce.promotion;

import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.pricing.Pricing;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The coupons somebody wants to use, as pricing looks at them. Codes of campaigns cost one batch read more: their campaign may be off. */
@Singleton
public class Wishes {

    private final CampaignTable campaigns;

    public Wishes(CampaignTable campaigns) {
        this.campaigns = campaigns;
    }

    /** @param items of the coupons that exist, by key */
    List<Pricing.Wish> of(String tenant, String customer, List<String> codes, Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items) {
        var coupons = codes.stream().map(code -> Optional.ofNullable(items.get(CouponItems.couponKey(tenant, code))).map(item -> CouponItems.coupon(code, item))).toList();
        var ids = coupons.stream().flatMap(Optional::stream).flatMap(coupon -> coupon.issue().stream()).map(Issue::campaign).distinct().toList();
        var behind = ids.isEmpty() ? Map.<String, Campaign>of() : campaigns.find(tenant, ids);
        return codes.stream().map(code -> coupons.get(codes.indexOf(code)).map(coupon -> wish(coupon, customer, behind)).orElseGet(() -> new Pricing.Wish(code, Optional.empty()))).toList();
    }

    private static Pricing.Wish wish(Coupon coupon, String customer, Map<String, Campaign> behind) {
        var campaign = coupon.issue().map(issue -> behind.get(issue.campaign()));
        var inUse = coupon.definition().active() && campaign.filter(one -> !one.definition().terms().active()).isEmpty();
        return new Pricing.Wish(coupon.code(), Optional.of(coupon.definition().inUse(inUse, coupon.end())), coupon.standing(customer), campaign.map(Campaign::id));
    }
}
