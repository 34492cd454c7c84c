package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One journal entry.
 *
 * @param cause    what it was posted for
 * @param postings its lines, debit positive
 */
public record LedgerEntry(String cause, List<Posting> postings) {

    /** One line of an entry; a positive amount is a debit. */
    public record Posting(String account, Money amount) {
    }

    static LedgerEntry of(JsonNode json) {
        List<Posting> postings = new ArrayList<>();
        json.path("postings").forEach(line -> postings.add(new Posting(line.path("account").asText(), Money.of(line.path("amount")))));
        return new LedgerEntry(json.path("cause").asText(), List.copyOf(postings));
    }

    public boolean balances() {
        return postings.stream().mapToLong(line -> line.amount().amount()).sum() == 0;
    }
}
