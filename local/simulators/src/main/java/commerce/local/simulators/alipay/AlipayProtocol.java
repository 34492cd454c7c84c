package commerce.local.simulators.alipay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Call;
import commerce.local.simulators.Change;
import commerce.local.simulators.DeliveryRules;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Protocol;
import commerce.local.simulators.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Alipay's gateway: one address, the method is a parameter, status 200 always. */
public final class AlipayProtocol implements Protocol {

    private static final String OK = "{\"code\":\"10000\",\"msg\":\"Success\"}";

    private final AlipaySigning signing;
    private final AlipayTrades trades;
    private final AlipayRefunds refunds;
    private final AlipayBills bills;
    private final AlipayNotifications notifications;

    public AlipayProtocol(Desk desk, AlipayAccount account) {
        this.signing = new AlipaySigning(account);
        this.trades = new AlipayTrades(desk, account);
        this.refunds = new AlipayRefunds(desk, trades);
        this.bills = new AlipayBills(desk, account);
        this.notifications = new AlipayNotifications(desk, account, signing);
    }

    @Override
    public Reply answer(Call call) {
        if (call.path().equals(AlipayBills.FILE)) {
            return bills.file(call.query());
        }
        if (!call.path().equals("/gateway.do")) {
            return Reply.text(404, "text/html;charset=utf-8", "");
        }
        var parameters = new HashMap<>(call.query());
        var method = "";
        ObjectNode answer;
        try {
            parameters.putAll(call.form());
            method = parameters.getOrDefault("method", "");
            signing.check(parameters);
            answer = (ObjectNode) Content.of(OK).json().setAll(answer(method, parameters));
        } catch (AlipayError refusal) {
            answer = refusal.view();
        } catch (IllegalArgumentException notAForm) {
            answer = AlipayError.arguments("isv.invalid-parameter", "参数无效").view();
        }
        return signed(method.isEmpty() ? "error_response" : method.replace('.', '_') + "_response", answer.toString());
    }

    private ObjectNode answer(String method, Map<String, String> parameters) {
        if (!List.of("", "utf-8").contains(parameters.getOrDefault("charset", "").toLowerCase(Locale.ROOT))) {
            throw AlipayError.arguments("isv.invalid-charset", "字符集错误，这里只支持utf-8");
        }
        var content = Content.of(parameters.getOrDefault("biz_content", "{}"));
        return switch (method) {
            case "alipay.trade.precreate" -> trades.precreate(content, parameters.getOrDefault("notify_url", ""));
            case "alipay.trade.query" -> trades.query(content);
            case "alipay.trade.close" -> trades.close(content);
            case "alipay.trade.cancel" -> trades.cancel(content);
            case "alipay.trade.refund" -> refunds.refund(content);
            case "alipay.trade.fastpay.refund.query" -> refunds.query(content);
            case "alipay.data.dataservice.bill.downloadurl.query" -> bills.downloadUrl(content);
            default -> throw AlipayError.arguments("isv.invalid-method", "不存在的方法名");
        };
    }

    /** The signature covers the answer's text exactly as it is sent. */
    private Reply signed(String node, String text) {
        var body = "{\"" + node + "\":" + text + ",\"sign\":\"" + signing.signed(text) + "\"}";
        return new Reply(200, "text/html;charset=utf-8", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Notification> tell(Change change) {
        return notifications.of(change);
    }

    @Override
    public void visited(Payment payment) {
        trades.scanned(payment);
    }

    /** Buyers complain at Alipay; banks take nothing back. */
    @Override
    public boolean knowsDisputes() {
        return false;
    }

    @Override
    public DeliveryRules delivery() {
        return new EightTimes();
    }

    /** Within 25 hours, until the body is {@code success} and nothing else. */
    private static final class EightTimes implements DeliveryRules {

        private static final List<Duration> PAUSES = Stream.of("PT4M", "PT10M", "PT10M", "PT1H", "PT2H", "PT6H", "PT15H").map(Duration::parse).toList();

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean taken(int status, byte[] body) {
            return status == 200 && new String(body, StandardCharsets.UTF_8).equals("success");
        }

        @Override
        public Next after(int tries) {
            return DeliveryRules.following(PAUSES, tries);
        }
    }
}
