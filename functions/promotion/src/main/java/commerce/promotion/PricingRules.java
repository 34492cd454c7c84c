package commerce.promotion;

import commerce.kernel.Json;
import commerce.promotion.domain.pricing.RuleSet;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A shop's rules for pricing, read from the table only when they have changed: kept in memory under the digest of their text, which every
 * quote reads. So a change is seen by the very next quote, and what is remembered can never be the rules of another shop or another time.
 */
@Singleton
public class PricingRules {

    private static final int MOST_REMEMBERED = 64;

    private final PricingTable table;
    private final Map<String, RuleSet> byDigest = new ConcurrentHashMap<>();

    public PricingRules(PricingTable table) {
        this.table = table;
    }

    /** @param digest as a quote has just read it; empty if the shop has no rules */
    RuleSet of(String tenant, Optional<String> digest) {
        return digest.map(known -> Optional.ofNullable(byDigest.get(known)).orElseGet(() -> read(tenant))).orElse(RuleSet.NONE);
    }

    private RuleSet read(String tenant) {
        var text = table.rules(tenant).orElseThrow();
        var rules = Json.read(text, RuleSet.class);
        if (byDigest.size() >= MOST_REMEMBERED) {
            byDigest.clear();
        }
        byDigest.put(digest(text), rules);
        return rules;
    }

    static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
