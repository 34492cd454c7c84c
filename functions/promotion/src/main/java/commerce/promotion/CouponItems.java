package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.CouponState;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CampaignDefinition;
import commerce.promotion.domain.campaign.CodeRun;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Coupons and campaigns as attributes, and back; and where they are kept. */
final class CouponItems {

    static final String COUPON = "COUPON";
    static final String CAMPAIGN = "CAMPAIGN";
    private static final String SPENT = "spent#";

    private CouponItems() {}

    static String couponPartition(String tenant, String code) {
        return tenant + "#COUPON#" + code;
    }

    static Map<String, AttributeValue> couponKey(String tenant, String code) {
        return Items.key(couponPartition(tenant, code), COUPON);
    }

    static String campaignPartition(String tenant, String id) {
        return tenant + "#CAMPAIGN#" + id;
    }

    static Map<String, AttributeValue> campaignKey(String tenant, String id) {
        return Items.key(campaignPartition(tenant, id), CAMPAIGN);
    }

    /** The attribute that counts what was spent in that currency. */
    static String spentIn(Money money) {
        return SPENT + money.currency().getCurrencyCode();
    }

    private static Map<Currency, Long> spent(Map<String, AttributeValue> item) {
        var spent = new HashMap<Currency, Long>();
        item.keySet().stream().filter(name -> name.startsWith(SPENT))
                .forEach(name -> spent.put(Currency.getInstance(name.substring(SPENT.length())), Items.number(item, name)));
        return Map.copyOf(spent);
    }

    static Coupon coupon(String code, Map<String, AttributeValue> item) {
        return new Coupon(code, Json.read(Items.text(item, "definition"), CouponDefinition.class), Items.number(item, "version"), Items.number(item, "redeemed"), spent(item),
                Items.findText(item, "campaign").map(campaign -> issue(campaign, item)));
    }

    private static Issue issue(String campaign, Map<String, AttributeValue> item) {
        return new Issue(campaign, Items.findText(item, "customer"), Items.findText(item, "state").map(CouponState::valueOf).map(state -> item.containsKey("withdrawnAt") ? state.withdrawn() : state), Items.findText(item, "orderId"),
                Items.instant(item, "issuedAt"), Items.findText(item, "graceUntil").map(Instant::parse));
    }

    static Campaign campaign(Map<String, AttributeValue> item) {
        var id = Items.text(item, "id");
        var definition = Json.read(Items.text(item, "campaign"), CampaignDefinition.class);
        return new Campaign(id, definition, new Coupon(id, definition.terms(), Items.number(item, "version"), Items.number(item, "redeemed"), spent(item)), Items.number(item, "issued"),
                Items.findNumber(item, "codeRun").map(number -> codeRun(number, item)));
    }

    private static CodeRun codeRun(long number, Map<String, AttributeValue> item) {
        return new CodeRun(number, Items.number(item, "codesWanted"), Items.instant(item, "codesRequestedAt"), Items.findText(item, "codesFinishedAt").map(Instant::parse));
    }

    /** A new code of a campaign. @param event what is told of it, if it is news to anybody */
    static Map<String, AttributeValue> issued(String tenant, Coupon coupon, Optional<Event> event) {
        var issue = coupon.issue().orElseThrow();
        var item = Items.item(couponPartition(tenant, coupon.code()), COUPON, "coupon");
        item.put("definition", Items.json(coupon.definition()));
        item.put("redeemed", Items.n(0));
        item.put("campaign", Items.s(issue.campaign()));
        issue.customer().ifPresent(customer -> item.put("customer", Items.s(customer)));
        issue.state().ifPresent(state -> item.put("state", Items.s(state.name())));
        item.put("issuedAt", Items.instant(issue.issuedAt()));
        // Lists a campaign's codes, as the shop's own list its coupons.
        item.put("couponShop", Items.s(campaignPartition(tenant, issue.campaign())));
        item.put("couponCode", Items.s(coupon.code()));
        event.ifPresent(told -> Outbox.onPut(item, issue.issuedAt(), told));
        return item;
    }
}
