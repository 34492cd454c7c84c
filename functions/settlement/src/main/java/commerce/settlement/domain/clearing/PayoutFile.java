package commerce.settlement.domain.clearing;

import commerce.kernel.Money;
import java.util.List;

/**
 * A file of payouts, closed: each payout stands in exactly one.
 *
 * @param number from 1 for each date
 * @param key where it is stored
 * @param sha256 of its bytes, in hexadecimal
 * @param payouts how many lines it has
 * @param sums what they add up to, one for each currency
 */
public record PayoutFile(int number, String key, String sha256, long payouts, List<Money> sums) {}
