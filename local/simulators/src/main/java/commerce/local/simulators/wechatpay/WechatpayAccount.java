package commerce.local.simulators.wechatpay;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * The merchant at WeChat Pay.
 *
 * @param mchid the merchant's number
 * @param appid the app it sells by
 * @param merchantSerial names the merchant's key in its requests
 * @param merchantKey the public half of it
 * @param apiV3Key 32 bytes, encrypts notifications
 * @param platformKeyId names WeChat Pay's own key, {@code PUB_KEY_ID_...}
 * @param platformKey the private half of it
 */
public record WechatpayAccount(
        String mchid, String appid, String merchantSerial, PublicKey merchantKey, String apiV3Key, String platformKeyId, PrivateKey platformKey) {}
