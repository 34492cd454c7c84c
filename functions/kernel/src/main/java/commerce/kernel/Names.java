package commerce.kernel;

import java.util.regex.Pattern;

/** What keys look like. None may hold {@code #}, which separates the parts of a table's keys. */
public final class Names {

    public static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    public static final Pattern SUBJECT = Pattern.compile("[^#\\p{Cntrl}]{1,128}");
    public static final Pattern SKU = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    public static final Pattern COUPON_CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Whom money is owed to: merchants and other parties of a tenant. One of them is the tenant itself. */
    public static final Pattern MERCHANT_ID = TENANT;
    /** Who brought a sale: an influencer, an agency. */
    public static final Pattern CHANNEL_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** Ids a client makes: receipts, adjustments, refunds. */
    public static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    public static final Pattern ORDER_ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
    public static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /** Where a buyer may be sent back to: a shop's page over TLS, or one on the developer's own machine. */
    public static final Pattern RETURN_URL = Pattern.compile("(?=.{1,2000}$)(https://[A-Za-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:[0-9]{1,5})?(/[\\x21-\\x7E]*)?");

    private Names() {}
}
