package commerce.payment;

import commerce.kernel.Json;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.adyen.AdyenProtocol;
import commerce.local.simulators.alipay.AlipayProtocol;
import commerce.local.simulators.stripe.StripeProtocol;
import commerce.local.simulators.wechatpay.WechatpayProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stripe, WeChat Pay, Alipay and Adyen, each a server that speaks its real protocol, hung on a till with our account there as its secret. */
final class RealProviders implements AutoCloseable {

    static final String WHSEC = "whsec_local";
    static final String ACCOUNT = "acct_local";
    static final String MCHID = "1900000001";
    static final String APPID = "wxlocal0000000001";
    static final String API_V3_KEY = "local-wechatpay-apiv3-key-32byte";
    static final String PLATFORM_KEY_ID = "PUB_KEY_ID_LOCAL_0001";
    private static final String MERCHANT_SERIAL = "LOCALMERCHANTSERIAL0001";

    static final String ALIPAY_APP = "2021000000000001";
    static final String ALIPAY_SELLER = "2088000000000001";

    static final String MERCHANT_ACCOUNT = "CommerceFunctionsLocal";
    static final String HMAC_KEY = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";

    static final KeyPair MERCHANT = keyPair();
    static final KeyPair PLATFORM = keyPair();
    static final KeyPair STRANGER = keyPair();

    final ProviderServer stripe;
    final ProviderServer wechatpay;
    final ProviderServer alipay;
    final ProviderServer adyen;

    RealProviders(Till till) {
        try {
            stripe = ProviderServer.start("stripe",
                    desk -> new StripeProtocol(desk, new commerce.local.simulators.stripe.StripeAccount("sk_test_local", false, WHSEC)), till.door::address, till.clock, till.deliveries);
            wechatpay = ProviderServer.start("wechatpay", desk -> new WechatpayProtocol(desk, new commerce.local.simulators.wechatpay.WechatpayAccount(
                    MCHID, APPID, MERCHANT_SERIAL, MERCHANT.getPublic(), API_V3_KEY, PLATFORM_KEY_ID, PLATFORM.getPrivate())), till.door::address, till.clock, till.deliveries);
            alipay = ProviderServer.start("alipay", desk -> new AlipayProtocol(desk, new commerce.local.simulators.alipay.AlipayAccount(
                    ALIPAY_APP, ALIPAY_SELLER, MERCHANT.getPublic(), PLATFORM.getPrivate())), till.door::address, till.clock, till.deliveries);
            adyen = ProviderServer.start("adyen", desk -> new AdyenProtocol(desk, new commerce.local.simulators.adyen.AdyenAccount(MERCHANT_ACCOUNT, "AQE_local", HMAC_KEY, false)),
                    till.door::address, till.clock, till.deliveries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        till.environment.put("PUBLIC_URL", till.door.address().toString());
        till.environment.put("STRIPE_BASE_URL", stripe.baseUrl().toString());
        till.environment.put("STRIPE_SECRET_ARN", "arn:stripe");
        till.environment.put("WECHATPAY_BASE_URL", wechatpay.baseUrl().toString());
        till.environment.put("WECHATPAY_SECRET_ARN", "arn:wechatpay");
        till.environment.put("ALIPAY_BASE_URL", alipay.baseUrl().toString());
        till.environment.put("ALIPAY_SECRET_ARN", "arn:alipay");
        till.environment.put("ADYEN_BASE_URL", adyen.baseUrl().toString());
        till.environment.put("ADYEN_SECRET_ARN", "arn:adyen");
        till.otherSecrets.put("arn:adyen", adyenSecret(List.of(HMAC_KEY)));
        till.otherSecrets.put("arn:alipay", alipaySecret(List.of(PLATFORM)));
        till.otherSecrets.put("arn:stripe", stripeSecret(List.of(WHSEC)));
        till.otherSecrets.put("arn:wechatpay", wechatpaySecret(List.of(API_V3_KEY), Map.of(PLATFORM_KEY_ID, PLATFORM)));
    }

    static String stripeSecret(List<String> signingSecrets) {
        return Json.write(Map.of("apiKey", "sk_test_local", "account", ACCOUNT, "livemode", false, "signingSecrets", signingSecrets));
    }

    static String wechatpaySecret(List<String> apiV3Keys, Map<String, KeyPair> platform) {
        var publicKeys = new LinkedHashMap<String, String>();
        platform.forEach((id, pair) -> publicKeys.put(id, pem("PUBLIC", pair.getPublic())));
        return Json.write(Map.of("mchid", MCHID, "appid", APPID, "merchantSerial", MERCHANT_SERIAL, "merchantPrivateKey", pem("PRIVATE", MERCHANT.getPrivate()),
                "apiV3Keys", apiV3Keys, "platformPublicKeys", publicKeys));
    }

    static String alipaySecret(List<KeyPair> alipay) {
        return Json.write(Map.of("appId", ALIPAY_APP, "sellerId", ALIPAY_SELLER, "appPrivateKey", pem("PRIVATE", MERCHANT.getPrivate()),
                "alipayPublicKeys", alipay.stream().map(pair -> pem("PUBLIC", pair.getPublic())).toList()));
    }

    static String adyenSecret(List<String> hmacKeys) {
        return Json.write(Map.of("merchantAccount", MERCHANT_ACCOUNT, "apiKey", "AQE_local", "hmacKeys", hmacKeys, "live", false));
    }

    static String pem(String half, Key key) {
        return "-----BEGIN " + half + " KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + half + " KEY-----\n";
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ProviderServer of(String provider) {
        return switch (provider) {
            case "stripe" -> stripe;
            case "wechatpay" -> wechatpay;
            case "alipay" -> alipay;
            case "adyen" -> adyen;
            default -> throw new IllegalArgumentException(provider);
        };
    }

    @Override
    public void close() {
        stripe.close();
        wechatpay.close();
        alipay.close();
        adyen.close();
    }
}
