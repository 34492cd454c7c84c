package commerce.local.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each shop's chain of sealed batches is whole: numbered without gaps up to its head, each batch with the hash of the one before, each entry
 * in exactly one batch and as it was when it was sealed. The hashes are computed here once more, from the items alone (docs/ledger.md says how).
 */
final class BooksUnaltered implements Promise {

    /** The stream seals within seconds, the sweeper within ten minutes. */
    private static final Duration SEALED_WITHIN = Duration.ofMinutes(11);

    private record Batch(String previousHash, String toldHash, String hash, List<String> entryIds) {}

    private record Entry(String hash, long sealedIn, Instant postedAt) {}

    private static final class Chain {
        private final Map<Long, Batch> batches = new TreeMap<>();
        private final Map<String, Entry> entries = new HashMap<>();
        private final Map<String, String> sealedHashes = new HashMap<>();
        private long head;
        private String headHash = "";
    }

    private final Map<String, Chain> chains = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    @Override
    public String title() {
        return "the books were not altered";
    }

    @Override
    public void see(Item item) {
        if (!item.context().equals("settlement")) {
            return;
        }
        switch (item.type()) {
            case "entry" -> chain(item).entries.put(item.text("entryId"), new Entry(entryHash(item), item.number("sealedIn"), item.time("postedAt")));
            case "batch" -> seeBatch(item);
            case "chainHead" -> {
                chain(item).head = item.number("number");
                chain(item).headHash = item.text("hash");
            }
            default -> { }
        }
    }

    private Chain chain(Item item) {
        return chains.computeIfAbsent(item.tenant(), tenant -> new Chain());
    }

    private void seeBatch(Item item) {
        var chain = chain(item);
        var number = Long.parseLong(item.sk());
        var parts = new ArrayList<>(List.of(Long.toString(number), item.text("previousHash"), item.time("sealedAt").toString()));
        var ids = new ArrayList<String>();
        for (var sealed : item.json("entries")) {
            var id = sealed.path("entryId").asText();
            ids.add(id);
            parts.addAll(List.of(id, sealed.path("hash").asText()));
            if (chain.sealedHashes.put(id, sealed.path("hash").asText()) != null) {
                findings.add(new Finding(item.tenant() + " entry " + id, "it is sealed twice, the second time in batch " + number));
            }
        }
        var net = new TreeMap<String, String>();
        item.json("net").properties().forEach(account -> net.put(account.getKey(), Long.toString(account.getValue().asLong())));
        net.forEach((account, amount) -> parts.addAll(List.of(account, amount)));
        chain.batches.put(number, new Batch(item.text("previousHash"), item.text("hash"), hash(parts), ids));
    }

    private static String entryHash(Item item) {
        var parts = new ArrayList<>(List.of(item.tenant(), item.text("entryId"), item.text("cause"), item.time("postedAt").toString(),
                item.find("reverses").orElse(""), item.find("reason").orElse("")));
        if (item.has("movement")) {
            var moved = item.json("movement");
            parts.addAll(List.of(text(moved, "provider"), text(moved, "paymentId"), text(moved, "providerReference"), text(moved, "refundId"),
                    Instant.parse(text(moved, "movedAt")).toString(), text(moved, "businessDate")));
        }
        for (var posting : item.json("postings")) {
            parts.addAll(List.of(text(posting, "account"), Long.toString(posting.path("amount").path("amount").asLong()), text(posting.path("amount"), "currency")));
        }
        return hash(parts);
    }

    /** Empty for what is absent or null. */
    private static String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : "";
    }

    /** SHA-256 of texts, each with its length before it, in URL-safe base 64. */
    static String hash(List<String> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                var bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public List<Finding> judge(Instant now) {
        var all = new ArrayList<>(findings);
        chains.forEach((tenant, chain) -> {
            judgeBatches(all, tenant, chain);
            judgeEntries(all, tenant, chain, now);
        });
        return all;
    }

    private static void judgeBatches(List<Finding> all, String tenant, Chain chain) {
        var before = "";
        long number = 0;
        for (var entry : chain.batches.entrySet()) {
            var name = tenant + " batch " + entry.getKey();
            var batch = entry.getValue();
            if (entry.getKey() != ++number) {
                all.add(new Finding(name, "batch " + number + " is missing before it"));
                number = entry.getKey();
            } else if (!batch.previousHash().equals(before)) {
                all.add(new Finding(name, "it does not follow the batch before it, whose hash is " + before));
            }
            if (!batch.hash().equals(batch.toldHash())) {
                all.add(new Finding(name, "its content has the hash " + batch.hash() + ", not " + batch.toldHash()));
            }
            before = batch.toldHash();
        }
        if (chain.head != number || !chain.headHash.equals(before)) {
            all.add(new Finding(tenant + " chain", "its head is batch " + chain.head + " with hash " + chain.headHash + ", its last batch " + number + " with " + before));
        }
    }

    private static void judgeEntries(List<Finding> all, String tenant, Chain chain, Instant now) {
        chain.batches.forEach((number, batch) -> batch.entryIds().forEach(id -> {
            var entry = chain.entries.get(id);
            var name = tenant + " entry " + id;
            if (entry == null) {
                all.add(new Finding(name, "it was sealed in batch " + number + " and is gone"));
            } else if (!entry.hash().equals(chain.sealedHashes.get(id))) {
                all.add(new Finding(name, "it was altered after it was sealed in batch " + number));
            } else if (entry.sealedIn() != number) {
                all.add(new Finding(name, "it says batch " + entry.sealedIn() + ", but was sealed in " + number));
            }
        }));
        chain.entries.forEach((id, entry) -> {
            if (!chain.sealedHashes.containsKey(id) && (entry.sealedIn() != 0 || entry.postedAt().plus(SEALED_WITHIN).isBefore(now))) {
                all.add(new Finding(tenant + " entry " + id, "posted at " + entry.postedAt() + " and in no batch"));
            }
        });
    }

    @Override
    public String seen() {
        return chains.values().stream().mapToLong(chain -> chain.batches.size()).sum() + " sealed batches of " + chains.size() + " shops";
    }
}
