/**
 * WeChat Pay v3 for a merchant of its own: Native orders, refunds, the trade bill, and encrypted notifications. Requests and answers are
 * signed with WECHATPAY2-SHA256-RSA2048, in the mode with a platform public key.
 *
 * <p>A payment the buyer's bank refuses is not told and leaves the order NOTPAY, as there: the buyer may scan again. Differences that are
 * meant: the QR code holds the address of the simulator's page instead of a {@code weixin://} address; the fee is a plain 0.6 %.
 */
package commerce.local.simulators.wechatpay;
