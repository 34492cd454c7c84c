package commerce.local.stage.controls;

import commerce.local.simulators.Desk;
import commerce.local.simulators.Protocol;
import commerce.local.simulators.Rsa;
import commerce.local.simulators.adyen.AdyenAccount;
import commerce.local.simulators.adyen.AdyenProtocol;
import commerce.local.simulators.alipay.AlipayAccount;
import commerce.local.simulators.alipay.AlipayProtocol;
import commerce.local.simulators.stripe.StripeAccount;
import commerce.local.simulators.stripe.StripeProtocol;
import commerce.local.simulators.wechatpay.WechatpayAccount;
import commerce.local.simulators.wechatpay.WechatpayProtocol;
import commerce.local.stage.secrets.DevelopmentSecrets;
import java.util.List;

/** The development accounts as each simulated provider keeps them. */
final class Accounts {

    /** By their names in {@code paymentProvider} and in {@code /webhooks/{provider}}. */
    static final List<String> PROVIDERS = List.of("stripe", "wechatpay", "alipay", "adyen");

    private Accounts() {}

    static Protocol protocol(String provider, Desk desk, DevelopmentSecrets secrets) {
        var merchant = secrets.merchantsSecret(provider);
        return switch (provider) {
            case "stripe" -> new StripeProtocol(desk,
                    new StripeAccount(merchant.path("apiKey").asText(), merchant.path("livemode").asBoolean(), merchant.at("/signingSecrets/0").asText()));
            case "wechatpay" -> new WechatpayProtocol(desk,
                    new WechatpayAccount(merchant.path("mchid").asText(), merchant.path("appid").asText(), merchant.path("merchantSerial").asText(),
                            Rsa.publicKey(secrets.wechatpayMerchant().publicKey()), merchant.at("/apiV3Keys/0").asText(), secrets.platformKeyId(),
                            Rsa.privateKey(secrets.wechatpayPlatform().privateKey())));
            case "alipay" -> new AlipayProtocol(desk,
                    new AlipayAccount(merchant.path("appId").asText(), merchant.path("sellerId").asText(), Rsa.publicKey(secrets.alipayApp().publicKey()),
                            Rsa.privateKey(secrets.alipayKeys().privateKey())));
            case "adyen" -> new AdyenProtocol(desk,
                    new AdyenAccount(merchant.path("merchantAccount").asText(), merchant.path("apiKey").asText(), merchant.at("/hmacKeys/0").asText(), merchant.path("live").asBoolean()));
            default -> throw new IllegalArgumentException("no provider " + provider);
        };
    }
}
