package commerce.settlement.domain;

/**
 * The chart of accounts, the same for every tenant and currency. Balances are debit-positive: an asset is positive, a debt negative.
 */
public final class Account {

    /** A debt: what customers have paid for orders that are not settled yet. */
    public static final String CUSTOMER_PAYMENTS = "customer_payments";
    /** A debt: what the merchant is to get. */
    public static final String MERCHANT_PAYABLE = "merchant_payable";
    /** Income: the platform's commission. */
    public static final String PLATFORM_COMMISSION = "platform_commission";
    /** A debt: money that arrived too late or twice, and is on its way back. */
    public static final String REFUNDS_PAYABLE = "refunds_payable";

    private Account() {}

    /** An asset: the money a provider holds for us. */
    public static String providerReceivable(String provider) {
        return "provider_receivable:" + provider;
    }

    /** A debt: the fee a provider will keep when it pays out. */
    public static String providerFeesPayable(String provider) {
        return "provider_fees_payable:" + provider;
    }
}
