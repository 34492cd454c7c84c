package commerce.local.simulators.wechatpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.okhttp.OkHttpClientAdapter;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.billdownload.BillDownloadServiceExtension;
import com.wechat.pay.java.service.billdownload.model.GetTradeBillRequest;
import com.wechat.pay.java.service.billdownload.model.TarType;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import commerce.local.simulators.Keys;
import commerce.local.simulators.Money;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.Settlement;
import commerce.local.simulators.Shop;
import commerce.local.simulators.Timeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WeChat Pay's own library talks to the simulator, checks every answer's signature and opens its notifications. */
class WechatpayProtocolTest {

    private static final String API_V3_KEY = "local-wechatpay-apiv3-key-32byte";
    private static final String PLATFORM_KEY = "PUB_KEY_ID_LOCAL_0001";
    private static final String MCHID = "1900000001";
    private static final WechatpayAccount ACCOUNT = new WechatpayAccount(MCHID, "wxlocal0000000001", "LOCALMERCHANTSERIAL0001", Keys.MERCHANT.getPublic(), API_V3_KEY, PLATFORM_KEY, Keys.PROVIDER.getPrivate());

    private final Timeline time = new Timeline();
    private Shop shop;
    private ProviderServer server;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(time, "");
        server = ProviderServer.start("wechatpay", desk -> new WechatpayProtocol(desk, ACCOUNT), shop::url, time, time);
        http = client(Keys.MERCHANT.getPrivate());
    }

    @AfterEach
    void stop() {
        server.close();
        shop.close();
    }

    private static RSAPublicKeyConfig config(PrivateKey key) {
        return new RSAPublicKeyConfig.Builder().merchantId(MCHID).merchantSerialNumber("LOCALMERCHANTSERIAL0001").privateKey(key)
                .publicKeyId(PLATFORM_KEY).publicKey(Keys.PROVIDER.getPublic()).apiV3Key(API_V3_KEY).build();
    }

    /**
     * The library knows its own hosts only, and wants header names in WeChat Pay's spelling, which the JDK's server does not keep: everything
     * else stays as it is.
     */
    private HttpClient client(PrivateKey key) {
        var here = HttpUrl.get(server.baseUrl());
        var config = config(key);
        return new OkHttpClientAdapter(config.createCredential(), config.createValidator(), new OkHttpClient.Builder().addInterceptor(chain -> {
            var url = chain.request().url().newBuilder().scheme("http").host(here.host()).port(here.port()).build();
            var answer = chain.proceed(chain.request().newBuilder().url(url).build());
            var spelled = answer.newBuilder();
            for (var name : List.of("Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature", "Request-ID")) {
                Optional.ofNullable(answer.header(name)).ifPresent(value -> spelled.removeHeader(name).addHeader(name, value));
            }
            return spelled.build();
        }).build());
    }

    private NativePayService orders() {
        return new NativePayService.Builder().httpClient(http).build();
    }

    private PrepayRequest request(String outTradeNo, int total) {
        var request = new PrepayRequest();
        request.setAppid("wxlocal0000000001");
        request.setMchid(MCHID);
        request.setDescription("Order 1");
        request.setOutTradeNo(outTradeNo);
        request.setAttach("t1_" + outTradeNo + "_1");
        request.setNotifyUrl(shop.url() + "/webhooks/wechatpay");
        request.setTimeExpire(WechatpayOrders.time(time.instant().plusSeconds(7200)));
        var amount = new Amount();
        amount.setTotal(total);
        amount.setCurrency("CNY");
        request.setAmount(amount);
        return request;
    }

    private String create(String outTradeNo) {
        return orders().prepay(request(outTradeNo, 8800)).getCodeUrl();
    }

    private void paid(String outTradeNo) {
        create(outTradeNo);
        assertInstanceOf(Settlement.Settled.class, server.settle("t1_" + outTradeNo + "_1", Outcome.SUCCEEDED, 1, Optional.empty()));
    }

    private Transaction query(String outTradeNo) {
        var request = new QueryOrderByOutTradeNoRequest();
        request.setMchid(MCHID);
        request.setOutTradeNo(outTradeNo);
        return orders().queryOrderByOutTradeNo(request);
    }

    private void close(String outTradeNo) {
        var request = new CloseOrderRequest();
        request.setMchid(MCHID);
        request.setOutTradeNo(outTradeNo);
        orders().closeOrder(request);
    }

    private RefundService refunds() {
        return new RefundService.Builder().httpClient(http).build();
    }

    private Refund refund(String outTradeNo, String outRefundNo, long minor) {
        var request = new CreateRequest();
        request.setOutTradeNo(outTradeNo);
        request.setOutRefundNo(outRefundNo);
        request.setReason("as asked");
        request.setNotifyUrl(shop.url() + "/webhooks/wechatpay");
        var amount = new AmountReq();
        amount.setTotal(8800L);
        amount.setRefund(minor);
        amount.setCurrency("CNY");
        request.setAmount(amount);
        return refunds().create(request);
    }

    /** As a merchant would: signature, then decryption. */
    private <T> T opened(Shop.Received webhook, Class<T> as) {
        assertEquals("/webhooks/wechatpay", webhook.path());
        return new NotificationParser(config(Keys.MERCHANT.getPrivate())).parse(new RequestParam.Builder()
                .serialNumber(webhook.header("Wechatpay-Serial"))
                .nonce(webhook.header("Wechatpay-Nonce"))
                .timestamp(webhook.header("Wechatpay-Timestamp"))
                .signature(webhook.header("Wechatpay-Signature"))
                .signType(webhook.header("Wechatpay-Signature-Type"))
                .body(webhook.body()).build(), as);
    }

    private static void refused(int status, String code, Runnable call) {
        var refusal = assertThrows(ServiceException.class, call::run);
        assertEquals(status + " " + code, refusal.getHttpStatusCode() + " " + refusal.getErrorCode(), refusal.getErrorMessage());
    }

    @Test
    void anOrderHasACodeToScanAndIsNotPaid() {
        var code = create("order0001");
        assertEquals(code, create("order0001"), "the same request is the same order");
        assertNotEquals(code, create("order0002"));
        assertEquals(200, Shop.send("GET", create("an|odd*order"), "").statusCode());
        assertEquals(200, Shop.send("GET", code, "").statusCode());
        assertEquals(Transaction.TradeStateEnum.NOTPAY, query("order0001").getTradeState());
        refused(403, "OUT_TRADE_NO_USED", () -> orders().prepay(request("order0001", 8801)));
        refused(404, "ORDER_NOT_EXIST", () -> query("order0003"));
    }

    @Test
    void onlyTheMerchantsSignatureIsTaken() {
        http = client(Keys.STRANGER.getPrivate());
        refused(401, "SIGN_ERROR", () -> create("order0001"));
        http = client(Keys.MERCHANT.getPrivate());
        time.jump(Duration.ofSeconds(330));
        refused(401, "SIGN_ERROR", () -> create("order0001"));
        assertEquals(401, Shop.send("GET", server.baseUrl() + "/v3/pay/transactions/out-trade-no/order0001?mchid=" + MCHID, "").statusCode());
    }

    @Test
    void whatWechatPayWouldNotTakeIsRefused() {
        List.<java.util.function.Consumer<PrepayRequest>>of(
                request -> request.setOutTradeNo("short"),
                request -> request.setOutTradeNo("o".repeat(33)),
                request -> request.setAttach("a".repeat(129)),
                request -> request.setNotifyUrl("shop.example"),
                request -> request.setNotifyUrl(shop.url() + "/webhooks/wechatpay?a=b"),
                request -> request.setTimeExpire("tomorrow"),
                request -> request.setTimeExpire(WechatpayOrders.time(time.instant())),
                request -> request.getAmount().setTotal(0),
                request -> request.getAmount().setCurrency("EUR"),
                request -> request.setDescription(null)).forEach(wrong -> {
                    var request = request("order0001", 8800);
                    wrong.accept(request);
                    refused(400, "PARAM_ERROR", () -> orders().prepay(request));
                });
        refused(400, "APPID_MCHID_NOT_MATCH", () -> {
            var request = request("order0001", 8800);
            request.setAppid("wxother");
            orders().prepay(request);
        });
    }

    @Test
    void aPaymentIsToldByAnEncryptedNotification() {
        paid("order0001");
        var envelope = shop.last().json();
        assertEquals("TRANSACTION.SUCCESS", envelope.path("event_type").asText());
        assertFalse(shop.last().body().contains("order0001"), "nothing of it can be read");
        var told = opened(shop.last(), Transaction.class);
        assertEquals("order0001", told.getOutTradeNo());
        assertEquals("t1_order0001_1", told.getAttach());
        assertEquals(8800, told.getAmount().getTotal());
        assertEquals(Transaction.TradeStateEnum.SUCCESS, told.getTradeState());
        assertEquals(MCHID, told.getMchid());
        assertEquals(told.getTransactionId(), query("order0001").getTransactionId());
        refused(400, "ORDERPAID", () -> create("order0001"));
    }

    @Test
    void aRefusedBuyerMayScanAgainAndNothingIsTold() {
        create("order0001");
        server.settle("t1_order0001_1", Outcome.FAILED, 1, Optional.empty());
        assertTrue(shop.received().isEmpty());
        assertEquals(Transaction.TradeStateEnum.NOTPAY, query("order0001").getTradeState());
    }

    @Test
    void anotherAmountCanBePaid() {
        create("order0001");
        server.settle("t1_order0001_1", Outcome.SUCCEEDED, 1, Optional.of(new Money(1, "CNY")));
        assertEquals(1, opened(shop.last(), Transaction.class).getAmount().getTotal());
        assertEquals(1, query("order0001").getAmount().getTotal());
    }

    @Test
    void aNotificationIsRepeatedForADayUntilItIsAnswered200Or204() {
        create("order0001");
        for (int i = 0; i < 15; i++) {
            shop.willAnswer(i % 2 == 0 ? 500 : 202, "{\"code\":\"FAIL\",\"message\":\"later\"}");
        }
        shop.willAnswer(204, "");
        var settled = (Settlement.Settled) server.settle("t1_order0001_1", Outcome.SUCCEEDED, 1, Optional.empty());
        assertFalse(settled.delivered().isDone());
        time.advance(Duration.ofDays(3));
        assertEquals(16, shop.received().size());
        assertEquals(List.of(0L, 15L, 30L, 60L, 240L, 840L), shop.seconds().subList(0, 6));
        assertEquals(24 * 3600L + 4 * 60L, shop.seconds().getLast());
        assertTrue(settled.delivered().isDone());
        assertEquals(1, shop.received().stream().map(each -> each.json().path("id").asText()).distinct().count());
        assertEquals(16, shop.received().stream().map(each -> each.header("Wechatpay-Signature")).distinct().count());
    }

    @Test
    void aClosedOrderIsClosedAndAPaidOneIsNot() {
        create("order0001");
        close("order0001");
        assertEquals(Transaction.TradeStateEnum.CLOSED, query("order0001").getTradeState());
        refused(400, "ORDER_CLOSED", () -> close("order0001"));
        refused(400, "ORDER_CLOSED", () -> create("order0001"));
        paid("order0002");
        refused(400, "ORDERPAID", () -> close("order0002"));
        refused(404, "ORDER_NOT_EXIST", () -> close("order0003"));
    }

    @Test
    void anOrderEndsWhenItsTimeIsOver() {
        var request = request("order0001", 8800);
        request.setTimeExpire(WechatpayOrders.time(time.instant().plusSeconds(60)));
        orders().prepay(request);
        time.advance(Duration.ofSeconds(59));
        assertEquals(Transaction.TradeStateEnum.NOTPAY, query("order0001").getTradeState());
        time.advance(Duration.ofSeconds(1));
        assertEquals(Transaction.TradeStateEnum.CLOSED, query("order0001").getTradeState());
    }

    @Test
    void refundsArePartialAndNeverMoreThanWasPaid() {
        paid("order0001");
        assertEquals(Status.PROCESSING, refund("order0001", "r-1", 8000).getStatus());
        refused(400, "INVALID_REQUEST", () -> refund("order0001", "r-1", 7999));
        refused(400, "INVALID_REQUEST", () -> refund("order0001", "r-2", 801));
        time.pass();
        var query = new QueryByOutRefundNoRequest();
        query.setOutRefundNo("r-1");
        assertEquals(Status.SUCCESS, refunds().queryByOutRefundNo(query).getStatus());
        assertEquals(Status.SUCCESS, refund("order0001", "r-1", 8000).getStatus(), "asking again answers the same refund");
        var told = opened(shop.last(), RefundNotification.class);
        assertEquals("REFUND.SUCCESS", shop.last().json().path("event_type").asText());
        assertEquals("r-1", told.getOutRefundNo());
        assertEquals(8000, told.getAmount().getRefund());
        assertEquals(Transaction.TradeStateEnum.REFUND, query("order0001").getTradeState());
        refund("order0001", "r-3", 800);
        refused(400, "INVALID_REQUEST", () -> refund("order0001", "r-4", 1));
        query.setOutRefundNo("r-5");
        refused(404, "RESOURCE_NOT_EXISTS", () -> refunds().queryByOutRefundNo(query));
        refused(404, "RESOURCE_NOT_EXISTS", () -> refund("order0009", "r-5", 1));
        create("order0002");
        refused(400, "INVALID_REQUEST", () -> refund("order0002", "r-6", 1));
    }

    @Test
    void aRefundCanBeMadeToFailAndLeavesTheMoney() {
        paid("order0001");
        server.failRefundsOf("t1_order0001_1");
        refund("order0001", "r-1", 8800);
        time.pass();
        assertEquals("REFUND.ABNORMAL", shop.last().json().path("event_type").asText());
        assertEquals(Status.ABNORMAL, opened(shop.last(), RefundNotification.class).getRefundStatus());
        assertEquals(Status.PROCESSING, refund("order0001", "r-2", 8800).getStatus());
    }

    @Test
    void thereAreNoDisputes() {
        paid("order0001");
        assertInstanceOf(Settlement.NotPossible.class, server.dispute("t1_order0001_1", 1, Optional.empty()));
    }

    @Test
    void theBillOfYesterdayIsFetchedAndItsHashIsRight() throws IOException {
        create("order0001");
        var yesterday = time.instant().minus(Duration.ofDays(2)).atZone(WechatpayOrders.ZONE).toLocalDate();
        time.jump(Duration.ofDays(-2));
        server.settle("t1_order0001_1", Outcome.SUCCEEDED, 1, Optional.empty());
        time.jump(Duration.ofDays(2));
        refund("order0001", "r-1", 800);
        time.jump(Duration.ofDays(-2));
        time.pass();
        time.jump(Duration.ofDays(2));

        var bills = new BillDownloadServiceExtension.Builder().httpClient(http).decryptor(config(Keys.MERCHANT.getPrivate()).createDecryptor()).build();
        var request = new GetTradeBillRequest();
        request.setBillDate(yesterday.toString());
        var lines = new String[0];
        for (var packing : new TarType[] {null, TarType.GZIP}) {
            request.setTarType(packing);
            var bill = bills.getTradeBill(request);
            try (var stream = bill.getInputStream()) {
                lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\r\n");
            }
            assertTrue(bill.verifyHash());
        }
        assertEquals(5, lines.length);
        var header = List.of(lines[0].split(","));
        var sale = lines[1].split(",", -1);
        var refund = lines[2].split(",", -1);
        assertTrue(List.of(sale).stream().allMatch(value -> value.startsWith("`")));
        assertEquals("`order0001", sale[header.indexOf("商户订单号")]);
        assertEquals("`88.00", sale[header.indexOf("应结订单金额")]);
        assertEquals("`0.53000", sale[header.indexOf("手续费")]);
        assertEquals("`t1_order0001_1", sale[header.indexOf("商户数据包")]);
        assertEquals("`r-1", refund[header.indexOf("商户退款单号")]);
        assertEquals("`8.00", refund[header.indexOf("退款金额")]);
        assertEquals("`2,`88.00,`8.00,`0.00,`0.48000,`88.00,`8.00", lines[4]);
        request.setBillDate(yesterday.plusDays(2).toString());
        refused(400, "NO_STATEMENT_EXIST", () -> bills.getTradeBill(request));
    }
}
