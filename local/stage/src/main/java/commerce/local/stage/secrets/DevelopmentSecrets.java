package commerce.local.stage.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stage's accounts at the simulated payment providers: {@code development-secrets.json}, with the {@link DevelopmentKeys} where it
 * leaves room for them. Both sides are known here, the merchant's and the provider's.
 */
public final class DevelopmentSecrets {

    private static final String FILE = "/development-secrets.json";

    private final JsonNode file;
    private final DevelopmentKeys.Pair wechatpayMerchant;
    private final DevelopmentKeys.Pair wechatpayPlatform;
    private final DevelopmentKeys.Pair alipayApp;
    private final DevelopmentKeys.Pair alipay;

    public DevelopmentSecrets(DevelopmentKeys keys) {
        this.file = read();
        this.wechatpayMerchant = keys.pair("wechatpay-merchant");
        this.wechatpayPlatform = keys.pair("wechatpay-platform");
        this.alipayApp = keys.pair("alipay-app");
        this.alipay = keys.pair("alipay");
        ((ObjectNode) wechatpay()).put("merchantPrivateKey", wechatpayMerchant.privateKey());
        ((ObjectNode) wechatpay().path("platformPublicKeys")).put(platformKeyId(), wechatpayPlatform.publicKey());
        ((ObjectNode) alipay()).put("appPrivateKey", alipayApp.privateKey());
        ((ObjectNode) alipay()).putArray("alipayPublicKeys").add(alipay.publicKey());
    }

    private static JsonNode read() {
        try (var stream = DevelopmentSecrets.class.getResourceAsStream(FILE)) {
            return Json.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** What the merchant's adapter of that provider is given, as its secret in Secrets Manager. */
    public JsonNode merchantsSecret(String provider) {
        return file.path(provider);
    }

    /** Names WeChat Pay's own key. */
    public String platformKeyId() {
        return wechatpay().path("platformPublicKeys").fieldNames().next();
    }

    private JsonNode wechatpay() {
        return file.path("wechatpay");
    }

    private JsonNode alipay() {
        return file.path("alipay");
    }

    /** Both halves of the key that signs WeChat Pay's notifications and answers. */
    public DevelopmentKeys.Pair wechatpayPlatform() {
        return wechatpayPlatform;
    }

    /** Both halves of the key the merchant signs its requests to WeChat Pay with. */
    public DevelopmentKeys.Pair wechatpayMerchant() {
        return wechatpayMerchant;
    }

    /** Both halves of the key that signs Alipay's notifications and answers. */
    public DevelopmentKeys.Pair alipayKeys() {
        return alipay;
    }

    /** Both halves of the key the merchant signs its requests to Alipay with. */
    public DevelopmentKeys.Pair alipayApp() {
        return alipayApp;
    }

    /**
     * What somebody needs who wants to play that provider: every key by its name, and what goes with it.
     *
     * @return empty if there is no such provider
     */
    public Optional<Map<String, String>> keysOf(String provider) {
        var secret = file.path(provider);
        return Optional.ofNullable(switch (provider) {
            case "stripe" -> named("signingSecret", secret.at("/signingSecrets/0").asText(), "apiKey", secret.path("apiKey").asText());
            case "wechatpay" -> named("platformPrivateKey", wechatpayPlatform.privateKey(), "platformPublicKey", wechatpayPlatform.publicKey(), "platformKeyId", platformKeyId(),
                    "apiV3Key", secret.at("/apiV3Keys/0").asText(), "merchantPrivateKey", wechatpayMerchant.privateKey(), "merchantPublicKey", wechatpayMerchant.publicKey(),
                    "merchantSerial", secret.path("merchantSerial").asText(), "mchid", secret.path("mchid").asText(), "appid", secret.path("appid").asText());
            case "alipay" -> named("alipayPrivateKey", alipay.privateKey(), "alipayPublicKey", alipay.publicKey(), "appPrivateKey", alipayApp.privateKey(),
                    "appPublicKey", alipayApp.publicKey(), "appId", secret.path("appId").asText(), "sellerId", secret.path("sellerId").asText());
            case "adyen" -> named("hmacKey", secret.at("/hmacKeys/0").asText(), "apiKey", secret.path("apiKey").asText(), "merchantAccount", secret.path("merchantAccount").asText());
            default -> null;
        });
    }

    private static Map<String, String> named(String... namesAndValues) {
        var keys = new LinkedHashMap<String, String>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            keys.put(namesAndValues[index], namesAndValues[index + 1]);
        }
        return keys;
    }

    /** What that provider signs its notifications with, as plain text: both halves as PEM, or the symmetric secret. */
    public Optional<String> signingKeyOf(String provider) {
        return keysOf(provider).map(keys -> switch (provider) {
            case "wechatpay" -> wechatpayPlatform.privateKey() + wechatpayPlatform.publicKey();
            case "alipay" -> alipay.privateKey() + alipay.publicKey();
            default -> keys.values().iterator().next() + "\n";
        });
    }
}
