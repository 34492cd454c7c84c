package commerce.promotion;

import commerce.kernel.Body;
import commerce.kernel.Money;
import commerce.kernel.Names;
import commerce.promotion.domain.campaign.CampaignDefinition;
import commerce.promotion.domain.campaign.Codes;
import commerce.promotion.domain.campaign.IssueLimit;
import commerce.promotion.domain.campaign.Trigger;
import commerce.promotion.domain.pricing.Signals;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a campaign as an operator puts it: the fields of a coupon, then what is issued to whom. */
final class CampaignBody {

    /** What a customer's item keeps of issued coupons must stay small. */
    private static final int MAX_PER_CUSTOMER = 100;
    private static final long MAX_SECONDS = 366L * 24 * 3600;
    private static final Pattern TRIGGER = oneOf(Trigger.values());
    private static final Pattern CODES = oneOf(Codes.values());

    private CampaignBody() {}

    private static Pattern oneOf(Enum<?>... names) {
        return Pattern.compile(Arrays.stream(names).map(Enum::name).collect(Collectors.joining("|")));
    }

    /** @throws commerce.kernel.ProblemException 400 naming the field */
    static CampaignDefinition read(Body body) {
        var definition = new CampaignDefinition(
                CouponBody.read(body),
                body.optionalText("trigger", TRIGGER).map(Trigger::valueOf).orElse(Trigger.MANUAL),
                Codes.valueOf(body.text("codes", CODES)),
                body.optionalText("code", Names.COUPON_CODE).map(code -> code.toUpperCase(Locale.ROOT)),
                body.optionalInteger("quantity", 1, CampaignDefinition.MAX_QUANTITY).map(Math::toIntExact),
                body.optionalObject("amountOffByLevel").map(CampaignBody::byLevel).orElse(Map.of()),
                body.optionalInteger("validSeconds", 1, MAX_SECONDS),
                body.optionalObject("issueLimit").map(CampaignBody::limit),
                body.optionalInteger("maxIssued", 1, CouponBody.MAX_COUNT),
                body.optionalInteger("graceSeconds", 1, MAX_SECONDS));
        body.end();
        definition.fault().ifPresent(fault -> {
            throw body.refuse(fault.field(), fault.must());
        });
        return definition;
    }

    private static Map<Integer, Money> byLevel(Body body) {
        var amounts = new TreeMap<Integer, Money>();
        for (int level = 1; level <= Signals.MAX_LEVEL; level++) {
            var at = level;
            body.optionalMoney(String.valueOf(level), 1).ifPresent(amount -> amounts.put(at, amount));
        }
        body.end();
        if (amounts.isEmpty()) {
            throw body.refuse("1", "to 5 are the levels that can be given an amount: name one");
        }
        return amounts;
    }

    private static IssueLimit limit(Body body) {
        var limit = new IssueLimit((int) body.integer("count", 1, MAX_PER_CUSTOMER), body.integer("seconds", 1, MAX_SECONDS));
        body.end();
        return limit;
    }
}
