package commerce.settlement.domain;

/**
 * The names of accounts: a kind of the {@link Chart}, and whose it is where there are several. A tenant has each of them once per currency;
 * it comes into being with its first posting. Balances are debit-positive: an asset is positive, a debt negative.
 */
public final class Account {

    /** A debt: what customers have paid for orders that are not settled yet. */
    public static final String CUSTOMER_PAYMENTS = "customer_payments";
    /** Income: the platform's commission. */
    public static final String PLATFORM_COMMISSION = "platform_commission";
    /** A debt: money that arrived too late or twice, and is on its way back. */
    public static final String REFUNDS_PAYABLE = "refunds_payable";
    /** An asset: money in our own bank account. */
    public static final String BANK = "bank";

    private Account() {}

    /** A debt: what that merchant has earned and was not yet cleared for payout. The tenant itself is the default merchant. */
    public static String merchantPayable(String merchantId) {
        return "merchant_payable:" + merchantId;
    }

    /** A debt that cannot be overdrawn: what is cleared for that merchant and not yet paid out. */
    public static String payoutClearing(String merchantId) {
        return "payout_clearing:" + merchantId;
    }

    /** A debt: what a channel has earned with orders it brought. */
    public static String channelPayable(String channelId) {
        return "channel_payable:" + channelId;
    }

    /** An asset: the money a provider holds for us. */
    public static String providerReceivable(String provider) {
        return "provider_receivable:" + provider;
    }

    /** An asset in doubt: the money a provider took back while a dispute runs. */
    public static String disputed(String provider) {
        return "disputed:" + provider;
    }

    /** A debt: the fee a provider will keep when it pays out. */
    public static String providerFeesPayable(String provider) {
        return "provider_fees_payable:" + provider;
    }
}
