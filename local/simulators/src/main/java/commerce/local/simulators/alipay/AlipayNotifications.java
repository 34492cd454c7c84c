package commerce.local.simulators.alipay;

import commerce.local.simulators.Change;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Notifications as forms, signed anew at every try; a refund comes to the same address as the payment, with {@code refund_fee}. */
final class AlipayNotifications {

    private final Desk desk;
    private final AlipayAccount account;
    private final AlipaySigning signing;

    AlipayNotifications(Desk desk, AlipayAccount account, AlipaySigning signing) {
        this.desk = desk;
        this.account = account;
        this.signing = signing;
    }

    List<Notification> of(Change change) {
        return switch (change) {
            case Change.Paid(var trade) -> List.of(notification(trade, Map.of("trade_status", "TRADE_SUCCESS")));
            case Change.RefundEnded(var trade, var refund) when refund.status() == Refund.Status.SUCCEEDED -> List.of(notification(trade, refunded(trade, refund)));
            case Change.RefundEnded failed -> List.of();
            case Change.Refused notTold -> List.of();
            case Change.Closed notTold -> List.of();
            case Change.Processing unknownHere -> List.of();
            case Change.RefundReturned notTold -> List.of();
            case Change.Disputed unknownHere -> List.of();
            case Change.DisputeEnded unknownHere -> List.of();
        };
    }

    private static Map<String, String> refunded(Payment trade, Refund refund) {
        var fields = new TreeMap<>(Map.of(
                "trade_status", AlipayTrades.status(trade),
                "refund_fee", Content.yuan(trade.refunded()),
                "out_biz_no", refund.key().substring(trade.key().length() + 1),
                "gmt_refund", Content.time(refund.endedAt()) + ".000"));
        if (trade.left() == 0) {
            fields.put("gmt_close", Content.time(refund.endedAt()));
        }
        return fields;
    }

    private Notification notification(Payment trade, Map<String, String> own) {
        var request = trade.asked().request();
        var amount = Content.yuan(AlipayTrades.amount(trade));
        var id = Content.time(desk.now()).substring(0, 10).replace("-", "") + "01222" + Ids.digits(21, "notification " + trade.key() + " " + trade.events());
        var fields = new TreeMap<>(own);
        fields.putAll(Map.of(
                "notify_type", "trade_status_sync",
                "notify_id", id,
                "app_id", account.appId(),
                "auth_app_id", account.appId(),
                "charset", "utf-8",
                "version", "1.0",
                "trade_no", trade.providerReference(),
                "out_trade_no", trade.key(),
                "seller_id", account.sellerId(),
                "buyer_id", AlipayTrades.buyer(trade)));
        fields.putAll(Map.of(
                "total_amount", amount,
                "receipt_amount", amount,
                "buyer_pay_amount", amount,
                "subject", request.path("subject").asText(),
                "gmt_create", Content.time(trade.asked().createdAt()),
                "gmt_payment", Content.time(trade.receipt().at()),
                "fund_bill_list", "[{\"amount\":\"" + amount + "\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"));
        for (var given : List.of("body", "passback_params")) {
            if (request.has(given)) {
                fields.put(given, request.path(given).asText());
            }
        }
        var notifyUrl = request.path("notify_url").asText("");
        var target = notifyUrl.isEmpty() ? desk.webhookUrl() : URI.create(notifyUrl);
        return new Notification(id, target, now -> {
            var sent = new TreeMap<>(fields);
            sent.put("notify_time", Content.time(now));
            sent.put("sign_type", "RSA2");
            sent.put("sign", signing.signedNotification(sent));
            return new Notification.Message("application/x-www-form-urlencoded; text/html; charset=utf-8", Map.of(), form(sent).getBytes(StandardCharsets.UTF_8));
        });
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }
}
