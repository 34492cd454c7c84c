package commerce.promotion;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import commerce.kernel.Line;
import commerce.promotion.domain.pricing.Quote;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A quote with the shop's word on it, as the API shows it: the quote's fields and these two.
 *
 * @param quoteId holds the whole quote, signed; an order that carries it pays this price until it expires
 * @param expiresAt the first moment it no longer counts
 */
record SignedQuote(@JsonUnwrapped Quote quote, String quoteId, Instant expiresAt) {

    /** What a quoteId says once it is opened. */
    record Promise(String customer, Instant expiresAt, Quote quote) {

        boolean isFor(List<Line> merged) {
            return quote.bought().equals(merged);
        }

        boolean isWith(List<String> couponCodes) {
            return quote.coupons().stream().map(Quote.Discount::code).sorted().toList().equals(couponCodes.stream().sorted().toList());
        }
    }
}
