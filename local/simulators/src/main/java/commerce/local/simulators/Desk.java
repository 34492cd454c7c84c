package commerce.local.simulators;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a protocol finds behind the counter: the books, the clock, and ways to have things happen later. */
public interface Desk {

    Books books();

    /** The provider's clock. */
    Clock clock();

    /** This server's own address, without a slash at the end. */
    URI baseUrl();

    /** Where the merchant takes webhooks it did not name an address for: {@code <front door>/webhooks/{provider}}. */
    URI webhookUrl();

    /** Where a buyer pays. */
    default String payPage(String key) {
        return baseUrl() + "/pay/" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    /** Lets a refund come to its end in a moment, and tells the merchant. */
    void finishSoon(Refund refund);

    /** Closes the payment when its time is over, and tells the merchant. */
    void expireInTime(Payment payment);

    /** Tells a change in a moment that is not in the books: something was refused after it was received. */
    void tellSoon(Change change);

    /** Tells a change that came about by the merchant's own call. */
    void tell(Change change);

    default Instant now() {
        return clock().instant();
    }

    /** How long a refund takes, in wall-clock time. */
    Duration REFUND_TAKES = Duration.ofMillis(200);
}
