package commerce.promotion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import java.util.Currency;

/**
 * A coupon as the API shows it: its code, the definition's fields, {@code active}, {@code version}, {@code redeemed} and {@code spent}.
 *
 * <p>{@code spent} is one Money: in the coupon's currency; for a percentage that names no amount, in the currency it was spent in, and
 * before that in {@code DEFAULT_CURRENCY} (an optional setting, CNY). If such a coupon was spent in several currencies, the others
 * follow in {@code spentInOtherCurrencies}.
 */
final class CouponView {

    private CouponView() {}

    static ObjectNode of(Coupon coupon) {
        var view = definition(coupon.code(), coupon.definition(), coupon.version());
        var spending = coupon.spending(Currency.getInstance(Settings.find("DEFAULT_CURRENCY").orElse("CNY")));
        view.put("redeemed", coupon.redeemed());
        view.set("spent", Json.tree(spending.getFirst()));
        if (spending.size() > 1) {
            view.set("spentInOtherCurrencies", Json.tree(spending.subList(1, spending.size()).toArray(Money[]::new)));
        }
        return view;
    }

    /** What does not change by redeeming: also the data of {@code coupon.changed.v1}. */
    static ObjectNode definition(String code, CouponDefinition definition, long version) {
        var view = Json.object().put("code", code);
        view.setAll((ObjectNode) Json.tree(definition));
        view.setAll((ObjectNode) view.remove("target"));
        view.put("active", !view.remove("deactivated").booleanValue());
        return view.put("version", version);
    }
}
