package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.Access.SHOP;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.UPDATE;

import software.constructs.Construct;

/** Coupons, and what an order costs with them. */
final class PromotionStack extends ContextStack {

    private final Operation quotePrice;
    private final Operation redeemCoupon;
    private final Operation restoreCoupon;

    PromotionStack(Construct scope, Deployment deployment, PlatformStack platform, CatalogStack catalog) {
        super(scope, "Promotion", deployment, platform);
        var coupons = table();

        http("PutCoupon", "PUT /admin/coupons/{code}", ADMIN).on(coupons, GET, UPDATE).with("DEFAULT_CURRENCY", "CNY");
        http("GetCoupon", "GET /admin/coupons/{code}", ADMIN).on(coupons, GET).with("DEFAULT_CURRENCY", "CNY");
        http("CreateQuote", "POST /quotes", SHOP).on(coupons, GET).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts());
        quotePrice = lookup("QuotePrice").within(10).on(coupons, GET).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts());

        redeemCoupon = refusableTask("RedeemCoupon").on(coupons, GET, PUT, UPDATE);
        restoreCoupon = task("RestoreCoupon").on(coupons, GET, PUT, UPDATE);

        publishes("PublishPromotionEvents", "RepublishPromotionEvents");
    }

    /** What an order would cost right now. */
    Operation quotePrice() {
        return quotePrice;
    }

    Operation redeemCoupon() {
        return redeemCoupon;
    }

    Operation restoreCoupon() {
        return restoreCoupon;
    }
}
