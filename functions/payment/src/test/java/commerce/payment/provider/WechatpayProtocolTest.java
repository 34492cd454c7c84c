package commerce.payment.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.wechat.pay.java.core.cipher.RSASigner;
import commerce.kernel.Busy;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What WeChat Pay's wire carries: signatures as its own library makes them, answers that must be proved, and the day's bill. */
class WechatpayProtocolTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_226_400);
    private static final KeyPair MERCHANT = keyPair();
    private static final KeyPair PLATFORM = keyPair();
    private static final KeyPair STRANGER = keyPair();

    private static final String ACCOUNT = Json.write(Map.of("mchid", "1900000001", "appid", "wx1", "merchantSerial", "S1",
            "merchantPrivateKey", Base64.getEncoder().encodeToString(MERCHANT.getPrivate().getEncoded()), "apiV3Keys", List.of("local-wechatpay-apiv3-key-32byte"),
            "platformPublicKeys", Map.of("P1", Base64.getEncoder().encodeToString(PLATFORM.getPublic().getEncoded()))));

    private final WechatpayAccount account = WechatpayAccount.parse(ACCOUNT);
    private final TestAws aws = TestAws.start();
    private final SecretsManagerClient secretsManager = aws.configure(SecretsManagerClient.builder()).build();
    private HttpServer server;
    /** Signs an answer's body; several headers by name. */
    private volatile Function<String, Map<String, String>> signing = body -> signed(body, PLATFORM, "P1", NOW);
    private volatile String answer = "{\"code_url\":\"weixin://x\"}";

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> signed(String body, KeyPair key, String serial, Instant at) {
        var time = Long.toString(at.getEpochSecond());
        return Map.of("Wechatpay-Timestamp", time, "Wechatpay-Nonce", "n", "Wechatpay-Serial", serial,
                "Wechatpay-Signature", new RSASigner(serial, key.getPrivate()).sign(time + "\nn\n" + body + "\n").getSign());
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestURI().getPath().equals("/file") ? BILL : answer;
                signing.apply(body).forEach(exchange.getResponseHeaders()::add);
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        secretsManager.close();
        aws.close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private <T> T asking(Function<WechatpayApi, T> call) {
        aws.standIn().on("secretsmanager.GetSecretValue", input -> Map.of("SecretString", ACCOUNT));
        var accounts = new ProviderSecrets(secretsManager, new TestClock()).of("WECHATPAY_SECRET_ARN", WechatpayAccount::parse);
        return Settings.during(Map.of("WECHATPAY_SECRET_ARN", "arn"), () -> call.apply(new WechatpayApi(new ProviderHttp(), address(), accounts, NOW)));
    }

    @Test
    void aRequestIsSignedAsWechatsOwnLibrarySignsIt() {
        var body = "{\"description\":\"龙井茶\"}";
        var signature = new RSASigner("S1", MERCHANT.getPrivate()).sign("POST\n/v3/pay/transactions/native?x=1\n1795226400\nnonce\n" + body + "\n").getSign();
        assertEquals("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\",nonce_str=\"nonce\",signature=\"" + signature + "\",timestamp=\"1795226400\",serial_no=\"S1\"",
                WechatpaySignature.authorization(account, "POST", "/v3/pay/transactions/native?x=1", body, NOW, "nonce"));
    }

    @Test
    void anAnswerCountsOnlyIfWechatsKeyProvesItNow() {
        assertInstanceOf(WechatpayApi.Answer.Done.class, asking(api -> api.get("/v3/x")));
        var forgeries = List.<Function<String, Map<String, String>>>of(
                body -> Map.of(),
                body -> signed(body, STRANGER, "P1", NOW),
                body -> signed(body, PLATFORM, "P2", NOW),
                body -> signed(body + " ", PLATFORM, "P1", NOW),
                body -> signed(body, PLATFORM, "P1", NOW.minusSeconds(301)),
                body -> signed(body, PLATFORM, "P1", NOW.plusSeconds(301)));
        for (var forgery : forgeries) {
            signing = forgery;
            assertThrows(Busy.class, () -> asking(api -> api.get("/v3/x")));
        }
    }

    @Test
    void aSecretThatIsNotOneSaysNothingOfWhatIsInIt() {
        for (var secret : List.of("local-wechatpay-apiv3-key-32byte", "{}", "{\"apiV3Keys\":[\"local-wechatpay-apiv3-key-32byte\"]}")) {
            var failure = assertThrows(IllegalStateException.class, () -> WechatpayAccount.parse(secret));
            assertFalse(failure.getMessage().contains("local-wechatpay"), failure.getMessage());
            assertEquals(null, failure.getCause());
        }
        assertEquals("WechatpayAccount[1900000001]", account.toString());
    }

    @Test
    void aNameThereFitsItsFieldAndIsTheHashInBase32() throws GeneralSecurityException {
        var name = WechatpayProvider.nameThere("demo-shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1");
        assertTrue(name.matches("[a-z2-7]{30}"), name);
        var digest = MessageDigest.getInstance("SHA-256").digest("demo-shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1".getBytes(StandardCharsets.UTF_8));
        assertEquals(new BigInteger(1, digest).shiftRight(256 - 150), name.chars().mapToObj(letter -> BigInteger.valueOf("abcdefghijklmnopqrstuvwxyz234567".indexOf(letter)))
                .reduce(BigInteger.ZERO, (sum, digit) -> sum.shiftLeft(5).add(digit)));
    }

    private static final String BILL = "\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,"
            + "退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n"
            + "`2026-11-20 10:00:00,`wx1,`1900000001,`0,`,`4200001,`abc,`o1,`NATIVE,`SUCCESS,`OTHERS,`CNY,`88.00,`0.00,`0,`0,`0.00,`0.00,`,`,`Tea, green,`shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1,`0.53000,`0.60%,`88.00,`0.00,`\r\n"
            + "`2026-11-20 11:30:00,`wx1,`1900000001,`0,`,`4200001,`abc,`o1,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5000001,`xyz,`30.00,`0.00,`ORIGINAL,`SUCCESS,`Tea, green,`shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1,`-0.18000,`0.60%,`0.00,`30.00,`\r\n"
            + "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n`2,`88.00,`30.00,`0.00,`0.35000,`88.00,`30.00\r\n";

    private List<BillLine> bill(String hash) {
        answer = Json.write(Map.of("download_url", address() + "/file", "hash_type", "SHA1", "hash_value", hash));
        var lines = new ArrayList<BillLine>();
        asking(api -> {
            WechatpayBill.read(api, LocalDate.parse("2026-11-20"), lines::add);
            return null;
        });
        return lines;
    }

    @Test
    void theBillIsReadLineByLineInOurWords() throws GeneralSecurityException {
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(BILL.getBytes(StandardCharsets.UTF_8)));
        var id = Optional.of("shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1");
        assertEquals(List.of(
                new BillLine(BillLine.Kind.PAYMENT, "4200001", id, Optional.empty(), Money.of(8800, "CNY"), Money.of(53, "CNY"), Instant.parse("2026-11-20T02:00:00Z")),
                new BillLine(BillLine.Kind.REFUND, "5000001", id, Optional.of("xyz"), Money.of(-3000, "CNY"), Money.of(-18, "CNY"), Instant.parse("2026-11-20T03:30:00Z"))), bill(hash));
    }

    @Test
    void aBillThatIsNotTheFileThatWasNamedIsNotRead() {
        assertThrows(Busy.class, () -> bill("0".repeat(40)));
    }
}
