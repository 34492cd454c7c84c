package commerce.local.simulators.alipay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Books.Refunding;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;

/** Refunds: one of each trade and {@code out_request_no}, never more than is left. */
final class AlipayRefunds {

    private final Desk desk;
    private final AlipayTrades trades;

    AlipayRefunds(Desk desk, AlipayTrades trades) {
        this.desk = desk;
        this.trades = trades;
    }

    private static String key(Payment trade, String outRequestNo) {
        return trade.key() + "/" + outRequestNo;
    }

    ObjectNode refund(Content content) {
        var trade = trades.trade(content);
        var amount = content.amount("refund_amount");
        var whole = amount.amount() == AlipayTrades.amount(trade);
        var outRequestNo = content.optional("out_request_no", 64);
        if (outRequestNo.isEmpty() && !whole) {
            throw AlipayError.parameter("部分退款时out_request_no不能为空");
        }
        content.optional("refund_reason", 256);
        if (!trade.isPaid()) {
            throw AlipayError.business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
        }
        var key = key(trade, outRequestNo.orElse(trade.key()));
        return switch (desk.books().refund(Refund.asked(key, trade.key(), key, amount, desk.now(), content.json()))) {
            case Refunding.Accepted(var taken, var isNew) -> {
                if (isNew) {
                    desk.finishSoon(taken);
                }
                // N: the money has not moved with this very call; the query tells when it has.
                yield AlipayTrades.common(trade)
                        .put("buyer_logon_id", "buy***@local")
                        .put("buyer_user_id", AlipayTrades.buyer(trade))
                        .put("fund_change", "N")
                        .put("refund_fee", Content.yuan(desk.books().find(trade.key()).orElseThrow().refunded()));
            }
            case Refunding.Differs differs -> throw AlipayError.business("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求");
            case Refunding.Exceeds(var now) -> throw now.left() == 0
                    ? AlipayError.business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
                    : AlipayError.business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限");
            case Refunding.NotPaid open -> throw AlipayError.business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
            case Refunding.NoPayment none -> throw AlipayError.noTrade();
        };
    }

    /** Without {@code refund_status}: it is not known, not yet done, or has failed. */
    ObjectNode query(Content content) {
        var trade = trades.trade(content);
        var outRequestNo = content.text("out_request_no", 64);
        var refund = desk.books().findRefund(key(trade, outRequestNo));
        if (refund.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        var view = AlipayTrades.common(trade)
                .put("out_request_no", outRequestNo)
                .put("refund_reason", refund.get().request().path("refund_reason").asText(""))
                .put("total_amount", Content.yuan(AlipayTrades.amount(trade)))
                .put("refund_amount", Content.yuan(refund.get().amount().amount()));
        return switch (refund.get().status()) {
            case PENDING -> view;
            case SUCCEEDED -> view.put("refund_status", "REFUND_SUCCESS").put("gmt_refund_pay", Content.time(refund.get().endedAt()));
            case FAILED -> view.put("error_code", "BUYER_ERROR");
        };
    }
}
