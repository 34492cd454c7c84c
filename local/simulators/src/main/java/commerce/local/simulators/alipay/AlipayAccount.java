package commerce.local.simulators.alipay;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * The merchant at Alipay.
 *
 * @param appId the app that calls
 * @param sellerId the account the money goes to
 * @param appKey the public half of the key the app signs with
 * @param alipayKey the private half of Alipay's own
 */
public record AlipayAccount(String appId, String sellerId, PublicKey appKey, PrivateKey alipayKey) {}
