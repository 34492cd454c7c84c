package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.Access.SHOP;
import static commerce.infra.TableAction.BATCH_GET;
import static commerce.infra.TableAction.CHECK;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.QUERY;
import static commerce.infra.TableAction.UPDATE;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.events.EventPattern;
import software.constructs.Construct;

/** Coupons and pricing rules, and what an order costs with them. */
final class PromotionStack extends ContextStack {

    /** How long a price that was shown is kept. */
    private static final String QUOTE_SECONDS = "900";
    /** Some ten thousand customers a morning; a run that was not enough is repeated and goes on. */
    private static final int CHURN_SECONDS = 300;

    /** A turn of two thousand codes: twenty transactions of a hundred items. */
    private static final int CODES_SECONDS = 120;

    private final Operation quotePrice;
    private final Operation issueCoupon;
    private final Operation redeemCoupon;
    private final Operation restoreCoupon;

    PromotionStack(Construct scope, Deployment deployment, PlatformStack platform, CatalogStack catalog, InventoryStack inventory) {
        super(scope, "Promotion", deployment, platform);
        var coupons = table().keysOnlyIndex("byShop", "couponShop", "couponCode").keysOnlyIndex("byActivity", "activeOn", "customer");

        http("PutCoupon", "PUT /admin/coupons/{code}", ADMIN).on(coupons, GET, UPDATE).with("DEFAULT_CURRENCY", "CNY");
        http("GetCoupon", "GET /admin/coupons/{code}", ADMIN).on(coupons, GET).with("DEFAULT_CURRENCY", "CNY");
        http("ListCoupons", "GET /admin/coupons", ADMIN).queries(coupons, "byShop").on(coupons, BATCH_GET).with("DEFAULT_CURRENCY", "CNY");

        http("PutCampaign", "PUT /admin/campaigns/{id}", ADMIN).on(coupons, GET, PUT, UPDATE).with("DEFAULT_CURRENCY", "CNY");
        http("GetCampaign", "GET /admin/campaigns/{id}", ADMIN).on(coupons, GET).with("DEFAULT_CURRENCY", "CNY");
        http("ListCampaigns", "GET /admin/campaigns", ADMIN).on(coupons, QUERY, BATCH_GET).with("DEFAULT_CURRENCY", "CNY");
        http("RequestCodes", "POST /admin/campaigns/{id}/codes", ADMIN).on(coupons, GET, UPDATE).with("DEFAULT_CURRENCY", "CNY");
        http("ListCodes", "GET /admin/campaigns/{id}/codes", ADMIN).queries(coupons, "byShop").on(coupons, GET, BATCH_GET).with("DEFAULT_CURRENCY", "CNY");
        http("ExportCodes", "GET /admin/campaigns/{id}/codes.csv", ADMIN).queries(coupons, "byShop").on(coupons, GET, BATCH_GET);
        http("PutCode", "PUT /admin/campaigns/{id}/codes/{code}", ADMIN).on(coupons, GET, UPDATE).with("DEFAULT_CURRENCY", "CNY");
        slowConsumer("MakeCodes", CODES_SECONDS, "promotion", "campaign.codes_requested.v1").on(coupons, GET, PUT, UPDATE);
        issueCoupon = task("IssueCoupon").on(coupons, GET, QUERY, BATCH_GET, PUT, UPDATE);

        http("PutPricingRule", "PUT /admin/pricing-rules/{id}", ADMIN).on(coupons, GET, PUT, UPDATE);
        http("GetPricingRule", "GET /admin/pricing-rules/{id}", ADMIN).on(coupons, GET);
        http("ListPricingRules", "GET /admin/pricing-rules", ADMIN).on(coupons, QUERY);

        http("CreateQuote", "POST /quotes", SHOP).on(coupons, BATCH_GET, GET, PUT).with("QUOTE_SECONDS", QUOTE_SECONDS).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts())
                .asks("READ_STOCK_FUNCTION", inventory.readStock());
        quotePrice = lookup("QuotePrice").within(12).on(coupons, BATCH_GET, GET, PUT).with("QUOTE_SECONDS", QUOTE_SECONDS).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts())
                .asks("READ_STOCK_FUNCTION", inventory.readStock());

        consumer("ProjectMember", List.of("ordering", "payment"), "order.confirmed.v1", "refund.succeeded.v1").on(coupons, GET, UPDATE);
        consumer("RepriceProducts", whatChangesPrices()).on(coupons, BATCH_GET, GET, QUERY, UPDATE).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts())
                .asks("READ_STOCK_FUNCTION", inventory.readStock());
        http("GetMyMembership", "GET /members/me", SHOP).on(coupons, GET);
        http("RecordVisit", "PUT /members/me", SHOP).on(coupons, GET, UPDATE);
        http("GetMember", "GET /admin/members/{customer}", ADMIN).on(coupons, GET);

        redeemCoupon = refusableTask("RedeemCoupon").on(coupons, BATCH_GET, PUT, UPDATE);
        restoreCoupon = task("RestoreCoupon").on(coupons, BATCH_GET, PUT, UPDATE);
        consumer("SettleCoupon", whatUsesCoupons()).on(coupons, BATCH_GET, UPDATE);

        consumer("RewardMember", whatIsRewarded()).on(coupons, BATCH_GET, CHECK, GET, PUT, QUERY, UPDATE);
        var unseen = deadLetters("UnseenAbsences", "the morning's search for customers who stay away failed: see the log of FindChurnRisks; the next one looks back three days");
        everyNight("FindChurnRisks", 2, unseen).within(CHURN_SECONDS).on(coupons, BATCH_GET, QUERY, UPDATE).queries(coupons, "byActivity");

        publishes("PublishPromotionEvents", "RepublishPromotionEvents");
    }

    /** Orders without coupons and offers that are given once wake nobody. */
    private static EventPattern whatUsesCoupons() {
        return EventPattern.builder()
                .source(List.of("commerce.ordering"))
                .detailType(List.of("order.confirmed.v1", "order.refunded.v1"))
                .detail(Map.of("data", Map.of("coupons", Map.of("code", List.of(Map.of("exists", true))))))
                .build();
    }

    /** Of reservations only those that say that prices watch them: the orders of a shop without such rules wake nobody. */
    private static EventPattern whatChangesPrices() {
        var always = List.of("product.changed.v1", "pricing_rule.changed.v1", "stock.received.v1", "stock.adjusted.v1", "stock.returned.v1");
        return EventPattern.builder()
                .source(List.of("commerce.catalog", "commerce.inventory", "commerce.promotion"))
                .detailType(Stream.concat(always.stream(), Stream.of("stock.reserved.v1", "stock.released.v1")).toList())
                .detail(Map.of("$or", List.of(Map.of("type", always), Map.of("data", Map.of("watched", List.of(true))))))
                .build();
    }

    /** Of orders only those of shops that reward who comes back: the others wake nobody. */
    private static EventPattern whatIsRewarded() {
        return EventPattern.builder()
                .source(List.of("commerce.ordering", "commerce.promotion"))
                .detailType(List.of("order.confirmed.v1", "member.churn_risk.v1"))
                .detail(Map.of("$or", List.of(Map.of("type", List.of("member.churn_risk.v1")), Map.of("data", Map.of("rewarded", List.of(true))))))
                .build();
    }

    /** What an order would cost right now. */
    Operation quotePrice() {
        return quotePrice;
    }

    /** A personal coupon for what other contexts' workflows are about. */
    Operation issueCoupon() {
        return issueCoupon;
    }

    Operation redeemCoupon() {
        return redeemCoupon;
    }

    Operation restoreCoupon() {
        return restoreCoupon;
    }
}
