package commerce.payment.provider;

import commerce.kernel.Money;
import commerce.payment.domain.Notification;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads Alipay's notifications in our words. Payments and refunds come to the same address in the same form: a refund is told by
 * {@code refund_fee}, which is the sum of all refunds of the trade, and by our own name of it in {@code out_biz_no}.
 */
final class AlipayEvents {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private AlipayEvents() {}

    /** @param ours our account as each active secret has it */
    static SignedEvent read(byte[] body, Collection<AlipayAccount> ours) {
        var fields = AlipayForm.parse(body);
        if (fields.isEmpty()) {
            return new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the body is not one form in UTF-8"));
        }
        return find(fields.get(), "notify_id").filter(id -> ID.matcher(id).matches())
                .map(id -> new SignedEvent(id, judged(fields.get(), ours)))
                .orElseGet(() -> new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the notification has no id")));
    }

    private static Optional<String> find(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
    }

    private static Notification judged(Map<String, String> fields, Collection<AlipayAccount> ours) {
        var type = fields.getOrDefault("notify_type", "");
        if (!type.equals("trade_status_sync")) {
            return new Notification.Ignored(type);
        }
        if (ours.stream().noneMatch(account -> account.appId().equals(fields.get("app_id")) && account.sellerId().equals(fields.get("seller_id")))) {
            return new Notification.Unfit("a trade of another application or seller than ours");
        }
        if (!fields.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8")) {
            return new Notification.Unfit("another encoding than the one we ask for");
        }
        if (find(fields, "refund_fee").isPresent() || find(fields, "out_biz_no").isPresent() || find(fields, "gmt_refund").isPresent()) {
            return refund(fields);
        }
        var status = fields.getOrDefault("trade_status", "");
        return switch (status) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> paid(fields);
            case "WAIT_BUYER_PAY", "TRADE_CLOSED" -> new Notification.Ignored(status);
            default -> new Notification.Unfit("a trade in a status that Alipay's protocol does not have");
        };
    }

    private static Notification paid(Map<String, String> fields) {
        var orderNumber = find(fields, "out_trade_no");
        var paymentId = find(fields, "passback_params").flatMap(AlipayEvents::decoded).or(() -> orderNumber);
        var tradeNo = find(fields, "trade_no");
        var amount = find(fields, "total_amount").flatMap(Yuan::parse);
        if (tradeNo.isEmpty() || amount.isEmpty() || paymentId.isEmpty() || !isOf(paymentId.get(), orderNumber)) {
            return new Notification.Unfit("the notification does not say which payment of ours it is about, or how much it was");
        }
        return new Notification.PaymentSucceeded(paymentId.get(), tradeNo.get(), amount.get());
    }

    /** Our short name for the payment; its id, should it ever be told as it is, names nothing else. */
    private static boolean isOf(String paymentId, Optional<String> orderNumber) {
        return orderNumber.filter(number -> number.equals(paymentId) || number.equals(AlipayProvider.nameThere(paymentId))).isPresent();
    }

    private static Optional<String> decoded(String passedBack) {
        try {
            return Optional.of(URLDecoder.decode(passedBack, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** How much of the sum is this refund, only our own name of it tells. */
    private static Notification refund(Map<String, String> fields) {
        var status = fields.getOrDefault("trade_status", "");
        if (!status.equals("TRADE_SUCCESS") && !status.equals("TRADE_FINISHED") && !status.equals("TRADE_CLOSED")) {
            return new Notification.Unfit("a refund of a trade that was not paid");
        }
        var sum = find(fields, "refund_fee").flatMap(Yuan::parse);
        var total = find(fields, "total_amount").flatMap(Yuan::parse);
        var name = find(fields, "out_biz_no");
        var tradeNo = find(fields, "trade_no");
        if (sum.isEmpty() || total.isEmpty() || name.isEmpty() || tradeNo.isEmpty()) {
            return new Notification.Unfit("the notification does not say which refund of ours it is about, or how much it was");
        }
        var amount = AlipayRefundName.amountIn(name.get());
        if (amount.isEmpty()) {
            return new Notification.Unfit("a refund that is none of ours: was it made at Alipay by hand?");
        }
        if (sum.get().compareTo(amount.get()) < 0 || sum.get().compareTo(total.get()) > 0) {
            return new Notification.Unfit("less has gone back than the refund, or more than was paid");
        }
        // Whose it is, is known by what the refund is called there.
        return new Notification.RefundSucceeded(name.get(), tradeNo.get(), amount.get());
    }

    /** Alipay's amounts: yuan with at most two decimals. */
    static final class Yuan {

        private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})(?:\\.([0-9]{1,2}))?");

        private Yuan() {}

        static Optional<Money> parse(String text) {
            var amount = AMOUNT.matcher(text);
            if (!amount.matches()) {
                return Optional.empty();
            }
            var decimals = (Optional.ofNullable(amount.group(2)).orElse("") + "00").substring(0, 2);
            return Optional.of(Money.of(Long.parseLong(amount.group(1)) * 100 + Long.parseLong(decimals), AlipayProvider.CURRENCY));
        }
    }
}
