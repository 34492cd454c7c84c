package commerce.settlement.domain;

import commerce.kernel.Json;
import java.util.List;
import java.util.Optional;

/**
 * Why an entry is posted. Its subject and name are the entry's key, so that a fact told twice is posted once; the hash of what was told
 * shows when two facts come under one name.
 *
 * @param subject the order's id, or {@code transfer:<transferId>}
 * @param name what moved the money, once per subject: {@code capture}, {@code refund/<refundId>}, ...
 * @param inputHash of what the postings are made from
 * @param movement what moved at a provider, if anything did
 * @param reverses the entry this one takes back, if it does
 * @param reason why an operator wanted it, if one did
 */
public record Cause(String subject, String name, String inputHash, Optional<ProviderMovement> movement, Optional<String> reverses, Optional<String> reason) {

    private static final String TRANSFER = "transfer:";

    /** @param input everything the postings depend on but what the ledger itself knows: amounts, provider, parties */
    public static Cause ofOrder(String orderId, String name, Object... input) {
        return of(orderId, name, List.of(input));
    }

    /** @param input everything the postings depend on */
    public static Cause ofTransfer(String transferId, String name, Object... input) {
        return of(TRANSFER + transferId, name, List.of(input));
    }

    /** Taking an entry back: its name is made of the entry's own, so that there can be only one. */
    public static Cause reversal(JournalEntry entry, String reason) {
        return new Cause(entry.subject(), "reversal/" + entry.cause(), Hashes.of(reason), Optional.empty(), Optional.of(entry.entryId()), Optional.of(reason));
    }

    private static Cause of(String subject, String name, List<Object> input) {
        return new Cause(subject, name, Hashes.of(Json.write(input)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, and what moved at a provider. */
    public Cause moving(ProviderMovement at) {
        return new Cause(subject, name, inputHash, Optional.of(at), reverses, reason);
    }

    /** The same, and why. */
    public Cause because(String why) {
        return new Cause(subject, name, inputHash, movement, reverses, Optional.of(why));
    }

    public String entryId() {
        return subject + "/" + name;
    }

    /** The order whose money moves, unless it is not an order's. */
    public static Optional<String> orderOf(String subject) {
        return subject.startsWith(TRANSFER) ? Optional.empty() : Optional.of(subject);
    }
}
