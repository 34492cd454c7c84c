package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.BatchReads;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.Posting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whoever changes a sealed entry, a batch or the chain's end behind our back is seen. */
class TamperingTest {

    private static TestAws aws;
    private Books books;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
        aws.standIn().acceptEvents();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void fiveBatchesOfThreeEntries() {
        books = new Books(aws);
        for (int i = 0; i < 15; i++) {
            var amount = Money.of(100 + i, "CNY");
            var cause = Cause.ofOrder("ORDER" + i, "capture", amount);
            books.table.during(() -> {
                books.ledger.post("t", cause, List.of(Posting.debit("bank", amount), Posting.credit("customer_payments", amount)));
                return null;
            });
            if (i % 3 == 2) {
                books.seal();
            }
        }
    }

    private List<String> faults(int limit) {
        var faults = new ArrayList<String>();
        var cursor = Optional.<String>empty();
        JsonNode page;
        do {
            var request = HttpEvents.request("GET /admin/ledger/verification").by("t", "operator").query("limit", String.valueOf(limit));
            cursor.ifPresent(next -> request.query("cursor", next));
            page = Lambda.request(new VerifyLedger(new ChainVerification(books.chain, new BatchReads(aws.dynamoDb(), new Random(7)))), request, books.environment()).body();
            page.path("items").forEach(fault -> faults.add(fault.path("batch").asLong() + " " + fault.path("fault").asText() + (fault.has("entryId") ? " " + fault.path("entryId").asText() : "")));
            cursor = Optional.ofNullable(page.path("nextCursor").textValue());
        } while (cursor.isPresent());
        assertEquals(5, page.path("lastBatch").asInt());
        return faults;
    }

    private void alter(String pk, String sk, String attribute, AttributeValue value) {
        assertNotEquals(value, books.table.get(pk, sk).get(attribute));
        aws.dynamoDb().updateItem(request -> request.tableName(books.table.name()).key(Items.key(pk, sk)).updateExpression("SET #a = :v")
                .expressionAttributeNames(Map.of("#a", attribute)).expressionAttributeValues(Map.of(":v", value)));
    }

    private void delete(String pk, String sk) {
        aws.dynamoDb().deleteItem(request -> request.tableName(books.table.name()).key(Items.key(pk, sk)));
    }

    @Test
    void anUntouchedChainHasNoFaults() {
        assertEquals(List.of(), faults(100));
        assertEquals(List.of(), faults(2));
    }

    @Test
    void anAlteredEntryIsNamed() {
        var postings = List.of(Posting.debit("bank", Money.of(1, "CNY")), Posting.credit("customer_payments", Money.of(1, "CNY")));
        alter("t#ORDER#ORDER4", "ENTRY#capture", "postings", Items.json(postings));
        assertEquals(List.of("2 ENTRY_ALTERED ORDER4/capture", "2 SUMS_ALTERED"), faults(2));
    }

    @Test
    void anEntryThatDoesNotEvenBalanceAnyMoreIsNamed() {
        alter("t#ORDER#ORDER14", "ENTRY#capture", "postings", Items.json(List.of(Posting.debit("bank", Money.of(1, "CNY")))));
        assertEquals(List.of("5 ENTRY_ALTERED ORDER14/capture"), faults(3));
    }

    @Test
    void anotherTimeOrCauseOfAnEntryShowsToo() {
        alter("t#ORDER#ORDER0", "ENTRY#capture", "postedAt", Items.s("2026-11-20T00:00:00.000Z"));
        assertEquals(List.of("1 ENTRY_ALTERED ORDER0/capture"), faults(100));
    }

    @Test
    void aDeletedEntryIsNamed() {
        delete("t#ORDER#ORDER7", "ENTRY#capture");
        assertEquals(List.of("3 ENTRY_MISSING ORDER7/capture"), faults(1));
    }

    @Test
    void anAlteredBatchOrOneThatIsGoneShows() {
        alter("t#BATCHES", "0000000002", "net", Items.s("{}"));
        assertEquals(List.of("2 BATCH_ALTERED", "2 SUMS_ALTERED"), faults(2));
        delete("t#BATCHES", "0000000002");
        assertEquals(List.of("2 BATCH_MISSING", "3 CHAIN_BROKEN"), faults(100));
    }

    @Test
    void aBatchRewrittenWithAllItsHashesBreaksTheChainBehindIt() {
        alter("t#BATCHES", "0000000003", "hash", Items.s("another"));
        assertEquals(List.of("3 BATCH_ALTERED", "4 CHAIN_BROKEN"), faults(2));
    }

    @Test
    void aChainCutShortShowsAtItsHead() {
        delete("t#BATCHES", "0000000005");
        var walk = books.table.during(() -> new ChainVerification(books.chain, new BatchReads(aws.dynamoDb(), new Random(7))).walk("t", 0, 100));
        assertEquals(List.of(ChainVerification.What.HEAD_ALTERED), walk.items().stream().map(ChainVerification.Fault::fault).toList());
    }
}
