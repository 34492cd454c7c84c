package commerce.local.simulators.alipay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Asked;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Payment;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Trades: one of each {@code out_trade_no}, there since the buyer scanned the code. */
final class AlipayTrades {

    private final Desk desk;
    private final AlipayAccount account;
    private final Set<Asked> scanned = ConcurrentHashMap.newKeySet();

    AlipayTrades(Desk desk, AlipayAccount account) {
        this.desk = desk;
        this.account = account;
    }

    ObjectNode precreate(Content content, String notifyUrl) {
        var outTradeNo = content.text("out_trade_no", 64);
        if (!outTradeNo.matches("[0-9A-Za-z_-]+")) {
            throw AlipayError.parameter("out_trade_no");
        }
        content.text("subject", 256);
        var amount = content.amount("total_amount");
        if (!content.optional("seller_id", 28).orElse(account.sellerId()).equals(account.sellerId())) {
            throw AlipayError.business("ACQ.PARTNER_ERROR", "应用APP_ID填写错误或seller_id与应用不匹配");
        }
        if (!notifyUrl.isEmpty() && !isAddress(notifyUrl)) {
            throw AlipayError.parameter("notify_url");
        }
        var expires = content.expiry(desk.now());
        if (!expires.isAfter(desk.now())) {
            throw AlipayError.parameter("time_expire");
        }
        var request = content.json().deepCopy().put("notify_url", notifyUrl);
        var tradeNo = Content.time(desk.now()).substring(0, 10).replace("-", "") + "22001" + Ids.digits(15, "trade " + outTradeNo);
        var created = desk.books().create(new Asked(outTradeNo, paymentId(content, outTradeNo), tradeNo, amount, desk.now(), expires, request));
        var trade = created.entry();
        if (trade.isPaid()) {
            throw AlipayError.business("ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
        }
        if (trade.status() == Payment.Status.CLOSED) {
            throw AlipayError.business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
        }
        if (!trade.amount().equals(amount)) {
            throw AlipayError.business("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
        }
        return JsonNodeFactory.instance.objectNode().put("out_trade_no", outTradeNo).put("qr_code", desk.payPage(outTradeNo));
    }

    private static boolean isAddress(String text) {
        try {
            return text.length() <= 256 && List.of("http", "https").contains(String.valueOf(URI.create(text).getScheme())) && URI.create(text).getHost() != null;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /** A merchant whose own id does not fit into {@code out_trade_no} puts it into {@code passback_params}. */
    private static String paymentId(Content content, String outTradeNo) {
        return content.optional("passback_params", 512).map(given -> {
            try {
                return URLDecoder.decode(given, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException asItIs) {
                return given;
            }
        }).orElse(outTradeNo);
    }

    void scanned(Payment payment) {
        scanned.add(payment.asked());
    }

    /** The trade a call means, if the buyer has made it one. */
    Payment trade(Content content) {
        return asked(content).filter(this::exists).orElseThrow(AlipayError::noTrade);
    }

    private Optional<Payment> asked(Content content) {
        var tradeNo = content.optional("trade_no", 64);
        var outTradeNo = content.optional("out_trade_no", 64);
        if (tradeNo.isEmpty() && outTradeNo.isEmpty()) {
            throw AlipayError.parameter("out_trade_no与trade_no不能同时为空");
        }
        return tradeNo.flatMap(desk.books()::findByReference).or(() -> outTradeNo.flatMap(desk.books()::find));
    }

    private boolean exists(Payment payment) {
        return payment.events() > 0 || scanned.contains(payment.asked());
    }

    ObjectNode query(Content content) {
        var trade = trade(content);
        var amount = Content.yuan(amount(trade));
        var view = common(trade)
                .put("buyer_logon_id", "buy***@local")
                .put("buyer_user_id", buyer(trade))
                .put("total_amount", amount)
                .put("trade_status", status(trade));
        if (trade.receipt() != null) {
            view.put("buyer_pay_amount", amount).put("receipt_amount", amount).put("invoice_amount", amount).put("send_pay_date", Content.time(trade.receipt().at()));
        }
        Optional.ofNullable(trade.asked().request().get("passback_params")).ifPresent(given -> view.set("passback_params", given));
        return view;
    }

    ObjectNode close(Content content) {
        var trade = trade(content);
        if (trade.isPaid() || trade.status() == Payment.Status.CLOSED || desk.books().close(trade.key()).orElseThrow().isPaid()) {
            throw AlipayError.business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
        }
        return common(trade);
    }

    /** Makes a code worthless that nobody has scanned, too; what is paid must be refunded. */
    ObjectNode cancel(Content content) {
        var asked = asked(content);
        var view = JsonNodeFactory.instance.objectNode().put("retry_flag", "N");
        if (asked.isEmpty()) {
            return view;
        }
        if (asked.get().isPaid() || desk.books().close(asked.get().key()).orElseThrow().isPaid()) {
            throw AlipayError.business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法，请使用退款接口");
        }
        return ((ObjectNode) view.setAll(common(asked.get()))).put("action", "close");
    }

    static ObjectNode common(Payment trade) {
        return JsonNodeFactory.instance.objectNode().put("trade_no", trade.providerReference()).put("out_trade_no", trade.key());
    }

    static String buyer(Payment trade) {
        return "2088" + Ids.digits(12, "buyer " + trade.key());
    }

    static long amount(Payment trade) {
        return (trade.receipt() == null ? trade.amount() : trade.receipt().amount()).amount();
    }

    /** A trade that was given back as a whole is closed. */
    static String status(Payment trade) {
        return switch (trade.status()) {
            case OPEN, REFUSED, PROCESSING -> "WAIT_BUYER_PAY";
            case PAID -> trade.left() == 0 ? "TRADE_CLOSED" : "TRADE_SUCCESS";
            case CLOSED -> "TRADE_CLOSED";
        };
    }
}
