package commerce.promotion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import java.time.Instant;
import java.util.Currency;

/**
 * A coupon as the API shows it: its code, the definition's fields, {@code active}, {@code version}, {@code redeemed} and {@code spent}; for a
 * campaign's code also {@code campaign}, {@code customer}, {@code state}, {@code orderId}, {@code issuedAt} and {@code graceUntil}.
 *
 * <p>{@code spent} is one Money: in the coupon's currency; for a percentage that names no amount, in the currency it was spent in, and
 * before that in {@code DEFAULT_CURRENCY} (an optional setting, CNY). If such a coupon was spent in several currencies, the others
 * follow in {@code spentInOtherCurrencies}.
 */
final class CouponView {

    private CouponView() {}

    static ObjectNode of(Coupon coupon, Instant now) {
        var view = definition(coupon.code(), coupon.definition(), coupon.version());
        coupon.issue().ifPresent(issue -> {
            view.put("campaign", issue.campaign());
            issue.customer().ifPresent(customer -> view.put("customer", customer));
            coupon.state(now).ifPresent(state -> view.put("state", state.name()));
            issue.orderId().ifPresent(orderId -> view.put("orderId", orderId));
            view.put("issuedAt", issue.issuedAt().toString());
            issue.graceUntil().ifPresent(until -> view.put("graceUntil", until.toString()));
        });
        used(coupon, view);
        return view;
    }

    /** What has been used of it: {@code redeemed}, {@code spent}, {@code spentInOtherCurrencies}. */
    static void used(Coupon coupon, ObjectNode view) {
        var spending = coupon.spending(Currency.getInstance(Settings.find("DEFAULT_CURRENCY").orElse("CNY")));
        view.put("redeemed", coupon.redeemed());
        view.set("spent", Json.tree(spending.getFirst()));
        if (spending.size() > 1) {
            view.set("spentInOtherCurrencies", Json.tree(spending.subList(1, spending.size()).toArray(Money[]::new)));
        }
    }

    /** What does not change by redeeming: also the data of {@code coupon.changed.v1}. */
    static ObjectNode definition(String code, CouponDefinition definition, long version) {
        var view = Json.object().put("code", code);
        view.setAll(terms((ObjectNode) Json.tree(definition)));
        return view.put("version", version);
    }

    /** A definition's fields with those of its target among them. */
    static ObjectNode terms(ObjectNode definition) {
        definition.setAll((ObjectNode) definition.remove("target"));
        return definition.put("active", !definition.remove("deactivated").booleanValue());
    }
}
