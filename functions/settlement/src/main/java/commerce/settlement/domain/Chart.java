package commerce.settlement.domain;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The chart of accounts, the same for every tenant and currency: which kinds of account there are, on which side each is normal, and which
 * may never be overdrawn. It is data: {@code chart-of-accounts.json}. A kind that has been posted to stays in it for ever.
 */
public final class Chart {

    /** A kind, or a kind and whose it is. */
    public static final Pattern ACCOUNT = Pattern.compile("[a-z][a-z_]{0,31}(:[A-Za-z0-9._-]{1,64})?");

    private static final Map<String, Kind> KINDS = read();

    private Chart() {}

    /** The side on which an account of a kind usually stands. */
    public enum Side { DEBIT, CREDIT }

    /**
     * A kind of account.
     *
     * @param kind its name, the account's name up to the colon
     * @param normalSide the side that makes it more
     * @param nonNegative whether it must never be on the other side: such accounts are written with every entry, the rest are summed later
     * @param means what a balance of it says
     */
    public record Kind(String kind, Side normalSide, boolean nonNegative, String means) {

        /** What a debit-positive amount adds to an account of this kind: positive on its normal side. */
        public long increase(long debitPositive) {
            return normalSide == Side.DEBIT ? debitPositive : Math.negateExact(debitPositive);
        }
    }

    /** The kind of an account, if there is one. */
    public static Optional<Kind> find(String account) {
        return Optional.of(account).filter(name -> ACCOUNT.matcher(name).matches()).map(name -> KINDS.get(name.split(":", 2)[0]));
    }

    /** @throws IllegalArgumentException if the chart has no such account */
    public static Kind of(String account) {
        return find(account).orElseThrow(() -> new IllegalArgumentException("no account of the chart: " + account));
    }

    public static Collection<Kind> kinds() {
        return KINDS.values();
    }

    private static Map<String, Kind> read() {
        var kinds = new TreeMap<String, Kind>();
        try (InputStream chart = Chart.class.getResourceAsStream("/chart-of-accounts.json")) {
            for (JsonNode kind : Json.read(chart)) {
                kinds.put(kind.path("kind").asText(), Json.convert(kind, Kind.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the chart of accounts cannot be read", e);
        }
        return Map.copyOf(kinds);
    }
}
