/**
 * Alipay's gateway for a shop in mainland China: a QR code by {@code alipay.trade.precreate}, query, close, cancel, refund, refund query and
 * the trade bill; requests, answers and notifications signed with RSA2.
 *
 * <p>As there, a trade does not exist before the buyer has scanned the code: query and close answer {@code ACQ.TRADE_NOT_EXIST} until then,
 * and only cancel makes an unscanned code worthless. A payment the buyer's bank refuses is not told and leaves the trade
 * {@code WAIT_BUYER_PAY}. A refund is on its way for a moment ({@code fund_change} is {@code N}) and found by its query; one that fails is
 * told to nobody and has an {@code error_code} there. The fee is a plain 0.6 %.
 */
package commerce.local.simulators.alipay;
