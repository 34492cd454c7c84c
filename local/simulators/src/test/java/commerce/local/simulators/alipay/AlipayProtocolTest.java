package commerce.local.simulators.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayDataDataserviceBillDownloadurlQueryModel;
import com.alipay.api.domain.AlipayTradeCancelModel;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradeFastpayRefundQueryModel;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.api.response.AlipayTradePrecreateResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import commerce.local.simulators.BillMistake;
import commerce.local.simulators.Keys;
import commerce.local.simulators.Money;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.Settlement;
import commerce.local.simulators.Shop;
import commerce.local.simulators.Timeline;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alipay's own library talks to the simulator, checks every answer's signature and its notifications. */
class AlipayProtocolTest {

    private static final AlipayAccount ACCOUNT = new AlipayAccount("2021000000000001", "2088000000000001", Keys.MERCHANT.getPublic(), Keys.PROVIDER.getPrivate());

    private final Timeline time = new Timeline();
    private Shop shop;
    private ProviderServer server;
    private AlipayClient alipay;
    private String notifyUrl;

    @BeforeAll
    static void quiet() {
        AlipayLogger.setNeedEnableLogger(false);
    }

    @BeforeEach
    void start() throws IOException {
        shop = new Shop(time, "success");
        server = ProviderServer.start("alipay", desk -> new AlipayProtocol(desk, ACCOUNT), shop::url, time, time);
        alipay = client("2021000000000001", Keys.MERCHANT.getPrivate());
    }

    @AfterEach
    void stop() {
        server.close();
        shop.close();
    }

    private AlipayClient client(String appId, PrivateKey key) {
        return new DefaultAlipayClient(server.baseUrl() + "/gateway.do", appId, Keys.base64(key), "json", "utf-8", Keys.base64(Keys.PROVIDER.getPublic()), "RSA2");
    }

    private AlipayTradePrecreateResponse create(String outTradeNo, String amount) throws AlipayApiException {
        var model = new AlipayTradePrecreateModel();
        model.setOutTradeNo(outTradeNo);
        model.setTotalAmount(amount);
        model.setSubject("订单 1");
        model.setTimeoutExpress("90m");
        var request = new AlipayTradePrecreateRequest();
        request.setBizModel(model);
        request.setNotifyUrl(notifyUrl == null ? shop.url() + "/webhooks/alipay" : notifyUrl);
        return alipay.execute(request);
    }

    private void paid(String outTradeNo) throws AlipayApiException {
        done(create(outTradeNo, "88.00"));
        assertInstanceOf(Settlement.Settled.class, server.settle(outTradeNo, Outcome.SUCCEEDED, 1, Optional.empty()));
    }

    private AlipayTradeQueryResponse query(String outTradeNo) throws AlipayApiException {
        var model = new AlipayTradeQueryModel();
        model.setOutTradeNo(outTradeNo);
        var request = new AlipayTradeQueryRequest();
        request.setBizModel(model);
        return alipay.execute(request);
    }

    private AlipayResponse close(String outTradeNo) throws AlipayApiException {
        var model = new AlipayTradeCloseModel();
        model.setOutTradeNo(outTradeNo);
        var request = new AlipayTradeCloseRequest();
        request.setBizModel(model);
        return alipay.execute(request);
    }

    private AlipayResponse cancel(String outTradeNo) throws AlipayApiException {
        var model = new AlipayTradeCancelModel();
        model.setOutTradeNo(outTradeNo);
        var request = new AlipayTradeCancelRequest();
        request.setBizModel(model);
        return alipay.execute(request);
    }

    private AlipayTradeRefundResponse refund(String outTradeNo, String outRequestNo, String amount) throws AlipayApiException {
        var model = new AlipayTradeRefundModel();
        model.setOutTradeNo(outTradeNo);
        model.setOutRequestNo(outRequestNo);
        model.setRefundAmount(amount);
        var request = new AlipayTradeRefundRequest();
        request.setBizModel(model);
        return alipay.execute(request);
    }

    private AlipayTradeFastpayRefundQueryResponse refundQuery(String outTradeNo, String outRequestNo) throws AlipayApiException {
        var model = new AlipayTradeFastpayRefundQueryModel();
        model.setOutTradeNo(outTradeNo);
        model.setOutRequestNo(outRequestNo);
        var request = new AlipayTradeFastpayRefundQueryRequest();
        request.setBizModel(model);
        return alipay.execute(request);
    }

    private static <T extends AlipayResponse> T done(T response) {
        assertTrue(response.isSuccess(), response.getBody());
        return response;
    }

    private static void refused(String subCode, AlipayResponse response) {
        assertFalse(response.isSuccess());
        assertEquals(subCode, response.getSubCode(), response.getBody());
    }

    /** As a merchant would: the form's fields, then their signature. */
    private static Map<String, String> verified(Shop.Received webhook) throws AlipayApiException {
        assertEquals("/webhooks/alipay", webhook.path());
        assertTrue(webhook.header("content-type").startsWith("application/x-www-form-urlencoded"));
        var fields = new HashMap<String, String>();
        for (var pair : webhook.body().split("&")) {
            var parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        assertTrue(AlipaySignature.rsaCheckV1(new HashMap<>(fields), Keys.base64(Keys.PROVIDER.getPublic()), "utf-8", "RSA2"));
        return fields;
    }

    @Test
    void aTradeIsThereOnceTheBuyerHasScannedTheCode() throws AlipayApiException {
        var code = done(create("t1_o1_1", "88.00")).getQrCode();
        refused("ACQ.TRADE_NOT_EXIST", query("t1_o1_1"));
        refused("ACQ.TRADE_NOT_EXIST", close("t1_o1_1"));
        assertEquals(200, Shop.send("GET", code, "").statusCode());
        assertEquals("WAIT_BUYER_PAY", done(query("t1_o1_1")).getTradeStatus());
        assertEquals("88.00", query("t1_o1_1").getTotalAmount());
        assertEquals(code, done(create("t1_o1_1", "88.00")).getQrCode());
        refused("ACQ.CONTEXT_INCONSISTENT", create("t1_o1_1", "88.01"));
    }

    @Test
    void onlyTheAppsSignatureIsTaken() throws AlipayApiException {
        alipay = client("2021000000000001", Keys.STRANGER.getPrivate());
        refused("isv.invalid-signature", create("t1_o1_1", "88.00"));
        alipay = client("2021000000000002", Keys.MERCHANT.getPrivate());
        refused("isv.invalid-app-id", create("t1_o1_1", "88.00"));
    }

    @Test
    void whatAlipayWouldNotTakeIsRefused() throws AlipayApiException {
        for (var amount : List.of("0", "0.001", "-1", "1,00", "1e3", "100000000.01")) {
            refused("ACQ.INVALID_PARAMETER", create("t1_o1_1", amount));
        }
        refused("ACQ.INVALID_PARAMETER", create("o".repeat(65), "88.00"));
        refused("ACQ.INVALID_PARAMETER", create("", "88.00"));
        notifyUrl = "not an address";
        refused("ACQ.INVALID_PARAMETER", create("t1_o1_1", "88.00"));
        assertTrue(Shop.send("POST", server.baseUrl() + "/gateway.do", "").body().contains("error_response"));
    }

    @Test
    void aPaymentIsToldByASignedForm() throws AlipayApiException {
        paid("t1_o1_1");
        var told = verified(shop.last());
        assertEquals("TRADE_SUCCESS", told.get("trade_status"));
        assertEquals("t1_o1_1", told.get("out_trade_no"));
        assertEquals("88.00", told.get("total_amount"));
        assertEquals("2021000000000001", told.get("app_id"));
        assertEquals("2088000000000001", told.get("seller_id"));
        assertEquals("订单 1", told.get("subject"));
        assertNull(told.get("refund_fee"));
        assertEquals(told.get("trade_no"), done(query("t1_o1_1")).getTradeNo());
        assertEquals("TRADE_SUCCESS", query("t1_o1_1").getTradeStatus());
        refused("ACQ.TRADE_HAS_SUCCESS", create("t1_o1_1", "88.00"));
        refused("ACQ.TRADE_STATUS_ERROR", close("t1_o1_1"));
    }

    @Test
    void aRefusedBuyerMayTryAgainAndNothingIsTold() throws AlipayApiException {
        create("t1_o1_1", "88.00");
        server.settle("t1_o1_1", Outcome.FAILED, 1, Optional.empty());
        assertTrue(shop.received().isEmpty());
        assertEquals("WAIT_BUYER_PAY", done(query("t1_o1_1")).getTradeStatus());
    }

    @Test
    void anotherAmountCanBePaid() throws AlipayApiException {
        create("t1_o1_1", "88.00");
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.of(new Money(1, "CNY")));
        assertEquals("0.01", verified(shop.last()).get("total_amount"));
    }

    @Test
    void aNotificationIsRepeatedUntilTheBodyIsSuccessAndNothingElse() throws AlipayApiException {
        create("t1_o1_1", "88.00");
        for (var answer : List.of("", "SUCCESS", "success\n", "\"success\"", "<html>success</html>")) {
            shop.willAnswer(200, answer);
        }
        shop.willAnswer(201, "success");
        var settled = (Settlement.Settled) server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.empty());
        time.advance(Duration.ofDays(3));
        assertEquals(List.of(0L, 240L, 840L, 1440L, 5040L, 12240L, 33840L), shop.seconds());
        assertTrue(settled.delivered().isDone());
        var ids = new ArrayList<String>();
        for (var webhook : shop.received()) {
            ids.add(verified(webhook).get("notify_id"));
        }
        assertEquals(1, ids.stream().distinct().count());
        assertEquals(7, shop.received().stream().map(Shop.Received::body).distinct().count(), "signed anew with the time of the try");
    }

    @Test
    void afterEightTriesItIsGivenUp() throws AlipayApiException {
        create("t1_o1_1", "88.00");
        for (int i = 0; i < 20; i++) {
            shop.willAnswer(500, "fail");
        }
        server.settle("t1_o1_1", Outcome.SUCCEEDED, 1, Optional.empty());
        time.advance(Duration.ofDays(3));
        assertEquals(8, shop.received().size());
    }

    @Test
    void aClosedTradeIsClosed() throws AlipayApiException {
        Shop.send("GET", done(create("t1_o1_1", "88.00")).getQrCode(), "");
        done(close("t1_o1_1"));
        assertEquals("TRADE_CLOSED", done(query("t1_o1_1")).getTradeStatus());
        refused("ACQ.TRADE_STATUS_ERROR", close("t1_o1_1"));
        refused("ACQ.TRADE_HAS_CLOSE", create("t1_o1_1", "88.00"));
    }

    @Test
    void aCodeNobodyScannedIsMadeWorthlessByCancel() throws AlipayApiException {
        var code = done(create("t1_o1_1", "88.00")).getQrCode();
        done(cancel("t1_o1_1"));
        assertTrue(Shop.send("GET", code, "").body().contains("cannot be paid"));
        done(cancel("t1_o9_1"));
        paid("t1_o2_1");
        refused("ACQ.TRADE_STATUS_ERROR", cancel("t1_o2_1"));
    }

    @Test
    void aTradeEndsWhenItsTimeIsOver() throws AlipayApiException {
        Shop.send("GET", done(create("t1_o1_1", "88.00")).getQrCode(), "");
        time.jump(Duration.ofMinutes(90).minusSeconds(1));
        assertEquals("WAIT_BUYER_PAY", done(query("t1_o1_1")).getTradeStatus());
        time.jump(Duration.ofSeconds(1));
        assertEquals("TRADE_CLOSED", done(query("t1_o1_1")).getTradeStatus());
    }

    @Test
    void refundsArePartialAndNeverMoreThanWasPaid() throws AlipayApiException {
        paid("t1_o1_1");
        assertEquals("N", done(refund("t1_o1_1", "r-1", "80.00")).getFundChange());
        assertNull(done(refundQuery("t1_o1_1", "r-1")).getRefundStatus());
        time.pass();
        assertEquals("REFUND_SUCCESS", done(refundQuery("t1_o1_1", "r-1")).getRefundStatus());
        done(refund("t1_o1_1", "r-1", "80.00"));
        refused("ACQ.DISCORDANT_REPEAT_REQUEST", refund("t1_o1_1", "r-1", "79.00"));
        refused("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", refund("t1_o1_1", "r-2", "8.01"));
        var partial = verified(shop.last());
        assertEquals("TRADE_SUCCESS", partial.get("trade_status"));
        assertEquals("80.00", partial.get("refund_fee"));
        assertEquals("r-1", partial.get("out_biz_no"));

        assertEquals("88.00", done(refund("t1_o1_1", "r-3", "8.00")).getRefundFee());
        time.pass();
        var whole = verified(shop.last());
        assertEquals("TRADE_CLOSED", whole.get("trade_status"));
        assertEquals("88.00", whole.get("refund_fee"));
        assertNotNull(whole.get("gmt_close"));
        assertEquals("TRADE_CLOSED", done(query("t1_o1_1")).getTradeStatus());
        refused("ACQ.TRADE_HAS_CLOSE", refund("t1_o1_1", "r-4", "0.01"));
        refused("ACQ.TRADE_NOT_EXIST", refund("t1_o9_1", "r-5", "0.01"));
        assertNull(done(refundQuery("t1_o1_1", "r-9")).getOutRequestNo(), "no such refund");
    }

    @Test
    void aRefundCanBeMadeToFailAndLeavesTheMoney() throws AlipayApiException {
        paid("t1_o1_1");
        server.failRefundsOf("t1_o1_1");
        done(refund("t1_o1_1", "r-1", "88.00"));
        time.pass();
        assertEquals(1, shop.received().size(), "a failed refund is told to nobody");
        assertNull(done(refundQuery("t1_o1_1", "r-1")).getRefundStatus());
        assertEquals("TRADE_SUCCESS", done(query("t1_o1_1")).getTradeStatus());
        done(refund("t1_o1_1", "r-2", "88.00"));
    }

    private String today() {
        return Content.time(time.instant()).substring(0, 10);
    }

    private static AlipayDataDataserviceBillDownloadurlQueryRequest bill(String date) {
        var model = new AlipayDataDataserviceBillDownloadurlQueryModel();
        model.setBillType("trade");
        model.setBillDate(date);
        var request = new AlipayDataDataserviceBillDownloadurlQueryRequest();
        request.setBizModel(model);
        return request;
    }

    private static List<String> files(String url) throws IOException {
        var files = new ArrayList<String>();
        try (var stream = new ZipInputStream(URI.create(url).toURL().openStream(), Charset.forName("GBK"))) {
            while (stream.getNextEntry() != null) {
                files.add(new String(stream.readAllBytes(), Charset.forName("GBK")));
            }
        }
        return files;
    }

    /** Which trade and how much, of each line. */
    private List<String> billed(String date) throws AlipayApiException, IOException {
        return files(done(alipay.execute(bill(date))).getBillDownloadUrl()).getFirst().lines().filter(line -> line.contains("t1_")).map(line -> line.split("\t,?", -1))
                .map(values -> values[1] + " " + values[11]).sorted().toList();
    }

    @Test
    void theBillOfADayIsAZipWithTheTradesOfThatDay() throws AlipayApiException, IOException {
        paid("t1_o1_1");
        done(refund("t1_o1_1", "r-1", "8.00"));
        time.pass();
        var request = bill(today());
        refused("isp.bill_not_exist", alipay.execute(request));
        time.jump(Duration.ofHours(34));
        var url = done(alipay.execute(request)).getBillDownloadUrl();
        var files = files(url);
        assertEquals(2, files.size());
        var lines = files.getFirst().split("\r\n");
        var header = List.of(lines[4].split(","));
        var sale = lines[5].split("\t,?", -1);
        var refund = lines[6].split("\t,?", -1);
        assertEquals("t1_o1_1", sale[header.indexOf("商户订单号")]);
        assertEquals("88.00", sale[header.indexOf("订单金额（元）")]);
        assertEquals("-0.53", sale[header.indexOf("服务费（元）")]);
        assertEquals("-8.00", refund[header.indexOf("订单金额（元）")]);
        assertEquals("r-1", refund[header.indexOf("退款批次号/请求号")]);
        assertTrue(files.getLast().contains("合计\t,\t,1\t,1\t,80.00\t"), files.getLast());
        time.jump(Duration.ofSeconds(31));
        assertEquals(403, Shop.send("GET", url, "").statusCode());
    }

    @Test
    void aBillIsWrongAsItIsAskedToBeWhileTheBooksAreRight() throws AlipayApiException, IOException {
        var today = today();
        for (var mistake : BillMistake.values()) {
            if (mistake == BillMistake.INVENTS) {
                done(create("t1_INVENTS_1", "88.00"));
            } else {
                paid("t1_" + mistake + "_1");
            }
            assertTrue(server.misbill("t1_" + mistake + "_1", mistake));
        }
        assertFalse(server.misbill("t1_unknown_1", BillMistake.OMITS));
        time.jump(Duration.ofHours(58));
        assertEquals(List.of("t1_DOUBLES_1 88.00", "t1_DOUBLES_1 88.00", "t1_INVENTS_1 88.00", "t1_MISCOUNTS_1 88.01"), billed(today));
        assertEquals(List.of("t1_DELAYS_1 88.00"), billed(Content.time(time.instant().minus(Duration.ofHours(34))).substring(0, 10)));
        assertEquals(8_800, server.account("t1_OMITS_1").orElseThrow().received().amount());
        assertEquals(0, server.account("t1_INVENTS_1").orElseThrow().received().amount());
    }
}
