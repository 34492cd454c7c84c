package commerce.local.simulators.wechatpay;

import commerce.local.simulators.Call;
import commerce.local.simulators.Change;
import commerce.local.simulators.DeliveryRules;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Protocol;
import commerce.local.simulators.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** WeChat Pay's API: who may call, and what answers. Every answer is signed but the bill's file. */
public final class WechatpayProtocol implements Protocol {

    private final Desk desk;
    private final WechatpaySigning signing;
    private final WechatpayOrders orders;
    private final WechatpayRefunds refunds;
    private final WechatpayBills bills;
    private final WechatpayNotifications notifications;

    public WechatpayProtocol(Desk desk, WechatpayAccount account) {
        this.desk = desk;
        this.signing = new WechatpaySigning(account);
        this.orders = new WechatpayOrders(desk, account);
        this.refunds = new WechatpayRefunds(desk);
        this.bills = new WechatpayBills(desk, account);
        this.notifications = new WechatpayNotifications(desk, account, signing, orders, refunds);
    }

    @Override
    public Reply answer(Call call) {
        try {
            signing.check(call, desk.now());
            return call.path().equals(WechatpayBills.FILE) ? bills.file(call.query().getOrDefault("token", "")) : signing.signed(routed(call), desk.now());
        } catch (WechatpayError refusal) {
            return signing.signed(refusal.reply(), desk.now());
        } catch (IllegalArgumentException malformed) {
            return signing.signed(new WechatpayError(400, "PARAM_ERROR", "参数错误: 无法解析").reply(), desk.now());
        }
    }

    private Reply routed(Call call) {
        var parts = call.path().substring(1).split("/", -1);
        var known = call.method() + " " + call.path();
        if (known.equals("POST /v3/pay/transactions/native")) {
            return orders.create(Fields.of(call.body()));
        }
        if (known.startsWith("GET /v3/pay/transactions/out-trade-no/") && parts.length == 5) {
            return orders.show(parts[4], call.query());
        }
        if (known.startsWith("GET /v3/pay/transactions/id/") && parts.length == 5) {
            return orders.showById(parts[4], call.query());
        }
        if (known.startsWith("POST /v3/pay/transactions/out-trade-no/") && parts.length == 6 && parts[5].equals("close")) {
            return orders.close(parts[4], Fields.of(call.body()));
        }
        if (known.equals("POST /v3/refund/domestic/refunds")) {
            return refunds.create(Fields.of(call.body()));
        }
        if (known.startsWith("GET /v3/refund/domestic/refunds/") && parts.length == 5) {
            return refunds.show(parts[4]);
        }
        if (known.equals("GET /v3/bill/tradebill")) {
            return bills.tradeBill(call.query());
        }
        throw new WechatpayError(404, "RESOURCE_NOT_EXISTS", "接口不存在");
    }

    @Override
    public List<Notification> tell(Change change) {
        return notifications.of(change);
    }

    /** Buyers complain at WeChat Pay; banks take nothing back. */
    @Override
    public boolean knowsDisputes() {
        return false;
    }

    @Override
    public DeliveryRules delivery() {
        return new FifteenTimes();
    }

    /** Within a day and four minutes. */
    private static final class FifteenTimes implements DeliveryRules {

        private static final List<Duration> PAUSES = Stream.of("PT15S", "PT15S", "PT30S", "PT3M", "PT10M", "PT20M", "PT30M", "PT30M", "PT30M", "PT1H", "PT3H", "PT3H", "PT3H", "PT6H", "PT6H")
                .map(Duration::parse).toList();

        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }

        @Override
        public boolean taken(int status, byte[] body) {
            return status == 200 || status == 204;
        }

        @Override
        public Next after(int tries) {
            return DeliveryRules.following(PAUSES, tries);
        }
    }
}
