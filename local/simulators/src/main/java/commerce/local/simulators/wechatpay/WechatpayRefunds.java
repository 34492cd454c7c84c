package commerce.local.simulators.wechatpay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Books.Refunding;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import commerce.local.simulators.Reply;
import java.util.regex.Pattern;

/** Refunds: one of each {@code out_refund_no}, at most fifty of an order, never more than is left. */
final class WechatpayRefunds {

    private static final Pattern OUT_REFUND_NO = Pattern.compile("[0-9A-Za-z_\\-|*@]{1,64}");
    private static final Pattern REASON = Pattern.compile("(?s).{1,80}");
    private static final int MOST = 50;

    private final Desk desk;

    WechatpayRefunds(Desk desk) {
        this.desk = desk;
    }

    Reply create(Fields fields) {
        var order = order(fields);
        var outRefundNo = fields.text("out_refund_no", OUT_REFUND_NO);
        fields.optional("reason", REASON);
        fields.address("notify_url");
        if (!fields.text("amount.currency", WechatpayOrders.ANY).equals("CNY")) {
            throw WechatpayError.param("amount.currency", "只支持人民币：CNY");
        }
        var amount = fields.amount("amount.refund");
        if (fields.amount("amount.total") != total(order)) {
            throw WechatpayError.invalid("订单金额或退款金额与之前请求不一致，请核实后再试");
        }
        if (desk.books().findRefund(outRefundNo).isEmpty() && desk.books().refundsOf(order.key()).size() >= MOST) {
            throw WechatpayError.invalid("一笔订单最多支持50次部分退款");
        }
        var paid = order.receipt() == null ? order.amount() : order.receipt().amount();
        var refund = Refund.asked(outRefundNo, order.key(), "50" + Ids.digits(26, "refund " + outRefundNo), new Money(amount, paid.currency()), desk.now(), fields.json());
        return switch (desk.books().refund(refund)) {
            case Refunding.Accepted(var taken, var isNew) -> {
                if (isNew) {
                    desk.finishSoon(taken);
                }
                yield Reply.json(200, view(taken, order));
            }
            case Refunding.Differs differs -> throw WechatpayError.invalid("订单金额或退款金额与之前请求不一致，请核实后再试");
            case Refunding.NoPayment none -> throw unknownOrder();
            case Refunding.NotPaid open -> throw WechatpayError.invalid("订单未支付，不能退款");
            case Refunding.Exceeds(var now) -> throw WechatpayError.invalid(now.left() == 0 ? "订单已全额退款" : "申请退款金额大于订单可退金额");
        };
    }

    private static long total(Payment order) {
        return order.receipt() == null ? order.amount().amount() : order.receipt().amount().amount();
    }

    private Payment order(Fields fields) {
        var byNumber = fields.optional("out_trade_no", WechatpayOrders.ANY);
        var byId = fields.optional("transaction_id", WechatpayOrders.ANY);
        if (byNumber.isEmpty() && byId.isEmpty()) {
            throw WechatpayError.param("out_trade_no", "与transaction_id不能同时为空");
        }
        return byId.flatMap(desk.books()::findByReference).or(() -> byNumber.flatMap(desk.books()::find)).orElseThrow(WechatpayRefunds::unknownOrder);
    }

    private static WechatpayError unknownOrder() {
        return new WechatpayError(404, "RESOURCE_NOT_EXISTS", "订单不存在");
    }

    Reply show(String outRefundNo) {
        var refund = desk.books().findRefund(outRefundNo).orElseThrow(() -> new WechatpayError(404, "RESOURCE_NOT_EXISTS", "退款单不存在"));
        return Reply.json(200, view(refund, desk.books().find(refund.paymentKey()).orElseThrow()));
    }

    static String status(Refund refund) {
        return switch (refund.status()) {
            case PENDING -> "PROCESSING";
            case SUCCEEDED -> "SUCCESS";
            case FAILED -> "ABNORMAL";
        };
    }

    private static ObjectNode common(Refund refund, Payment order) {
        var view = JsonNodeFactory.instance.objectNode()
                .put("refund_id", refund.providerReference())
                .put("out_refund_no", refund.key())
                .put("transaction_id", order.providerReference())
                .put("out_trade_no", order.key())
                .put("user_received_account", "支付用户零钱");
        if (refund.status() == Refund.Status.SUCCEEDED) {
            view.put("success_time", WechatpayOrders.time(refund.endedAt()));
        }
        return view;
    }

    ObjectNode view(Refund refund, Payment order) {
        var view = common(refund, order)
                .put("channel", "ORIGINAL")
                .put("create_time", WechatpayOrders.time(refund.createdAt()))
                .put("status", status(refund))
                .put("funds_account", "AVAILABLE");
        view.putObject("amount").put("total", total(order)).put("refund", refund.amount().amount()).put("payer_total", total(order)).put("payer_refund", refund.amount().amount())
                .put("settlement_refund", refund.amount().amount()).put("settlement_total", total(order)).put("discount_refund", 0).put("currency", refund.amount().currency());
        return view;
    }

    /** What a notification holds, which has other names for some of it. */
    ObjectNode told(Refund refund, Payment order, String mchid) {
        var view = common(refund, order).put("mchid", mchid).put("refund_status", status(refund));
        view.putObject("amount").put("total", total(order)).put("refund", refund.amount().amount()).put("payer_total", total(order)).put("payer_refund", refund.amount().amount());
        return view;
    }
}
