package commerce.local.simulators.wechatpay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Asked;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Reply;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Native orders: the buyer scans a QR code. One order of each {@code out_trade_no}. */
final class WechatpayOrders {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final Pattern ANY = Pattern.compile("(?s).{1,4096}");
    private static final Pattern OUT_TRADE_NO = Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}");
    private static final Pattern ATTACH = Pattern.compile("(?s).{1,128}");
    private static final Pattern DESCRIPTION = Pattern.compile("(?s).{1,127}");
    private static final long USUAL_HOURS = 2;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX").withZone(ZONE);

    private final Desk desk;
    private final WechatpayAccount account;

    WechatpayOrders(Desk desk, WechatpayAccount account) {
        this.desk = desk;
        this.account = account;
    }

    /** As WeChat Pay writes times: Beijing's, to the second. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    Reply create(Fields fields) {
        var mchid = fields.text("mchid", ANY);
        if (!mchid.equals(account.mchid()) || !fields.text("appid", ANY).equals(account.appid())) {
            throw new WechatpayError(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配，请检查后再试");
        }
        fields.text("description", DESCRIPTION);
        var outTradeNo = fields.text("out_trade_no", OUT_TRADE_NO);
        fields.address("notify_url").orElseThrow(() -> WechatpayError.param("notify_url", "不能为空"));
        var currency = fields.optional("amount.currency", ANY).orElse("CNY");
        if (!currency.equals("CNY")) {
            throw WechatpayError.param("amount.currency", "境内商户号仅支持人民币CNY");
        }
        var amount = new Money(fields.amount("amount.total"), currency);
        var expires = fields.time("time_expire").map(time -> time.toInstant()).orElseGet(() -> desk.now().plusSeconds(USUAL_HOURS * 3600));
        if (!expires.isAfter(desk.now())) {
            throw WechatpayError.param("time_expire", "订单失效时间已过");
        }
        var paymentId = fields.optional("attach", ATTACH).orElse(outTradeNo);
        var created = desk.books().create(new Asked(outTradeNo, paymentId, "42000" + Ids.digits(23, "transaction " + outTradeNo), amount, desk.now(), expires, fields.json()));
        var order = created.entry();
        if (!created.isNew()) {
            refuseUnlessTheSame(order, fields);
        }
        return Reply.json(200, Map.of("code_url", desk.payPage(outTradeNo)));
    }

    private static void refuseUnlessTheSame(Payment order, Fields again) {
        if (order.isPaid()) {
            throw new WechatpayError(400, "ORDERPAID", "该订单已支付");
        }
        if (order.status() == Payment.Status.CLOSED) {
            throw new WechatpayError(400, "ORDER_CLOSED", "该订单已关闭，请重新下单");
        }
        if (!order.asked().request().equals(again.json())) {
            throw new WechatpayError(403, "OUT_TRADE_NO_USED", "商户订单号重复");
        }
    }

    Reply show(String outTradeNo, Map<String, String> query) {
        return shown(desk.books().find(outTradeNo), query);
    }

    Reply showById(String transactionId, Map<String, String> query) {
        return shown(desk.books().findByReference(transactionId).filter(order -> order.receipt() != null), query);
    }

    private Reply shown(Optional<Payment> order, Map<String, String> query) {
        mine(query.getOrDefault("mchid", ""));
        return Reply.json(200, view(order.orElseThrow(WechatpayOrders::unknown)));
    }

    private void mine(String mchid) {
        if (mchid.isEmpty()) {
            throw WechatpayError.param("mchid", "不能为空");
        }
        if (!mchid.equals(account.mchid())) {
            throw new WechatpayError(400, "MCH_NOT_EXISTS", "商户号不存在");
        }
    }

    private static WechatpayError unknown() {
        return new WechatpayError(404, "ORDER_NOT_EXIST", "订单不存在");
    }

    Reply close(String outTradeNo, Fields fields) {
        mine(fields.text("mchid", ANY));
        var before = desk.books().find(outTradeNo).orElseThrow(WechatpayOrders::unknown);
        if (before.status() == Payment.Status.CLOSED) {
            throw new WechatpayError(400, "ORDER_CLOSED", "该订单已关闭");
        }
        if (desk.books().close(outTradeNo).orElseThrow(WechatpayOrders::unknown).isPaid()) {
            throw new WechatpayError(400, "ORDERPAID", "该订单已支付");
        }
        return Reply.nothing();
    }

    ObjectNode view(Payment order) {
        var state = state(order);
        var view = JsonNodeFactory.instance.objectNode()
                .put("appid", account.appid())
                .put("mchid", account.mchid())
                .put("out_trade_no", order.key())
                .put("trade_state", state)
                .put("trade_state_desc", description(state));
        Optional.ofNullable(order.asked().request().get("attach")).ifPresent(attach -> view.put("attach", attach.asText()));
        if (order.receipt() != null) {
            var paid = order.receipt().amount();
            view.put("transaction_id", order.providerReference())
                    .put("trade_type", "NATIVE")
                    .put("bank_type", "OTHERS")
                    .put("success_time", time(order.receipt().at()));
            view.putObject("payer").put("openid", payer(order));
            view.putObject("amount").put("total", paid.amount()).put("payer_total", paid.amount()).put("currency", paid.currency()).put("payer_currency", paid.currency());
        } else {
            view.putObject("amount").put("total", order.amount().amount()).put("currency", order.amount().currency());
        }
        return view;
    }

    static String payer(Payment order) {
        return "o" + Ids.letters(27, "payer " + order.key());
    }

    static String state(Payment order) {
        return switch (order.status()) {
            case OPEN, REFUSED -> "NOTPAY";
            case PROCESSING -> "USERPAYING";
            case PAID -> order.refunded() > 0 ? "REFUND" : "SUCCESS";
            case CLOSED -> "CLOSED";
        };
    }

    private static String description(String state) {
        return switch (state) {
            case "NOTPAY" -> "订单未支付";
            case "REFUND" -> "订单发生过退款，退款详情请查询退款单";
            case "CLOSED" -> "订单已关闭";
            default -> "支付成功";
        };
    }
}
