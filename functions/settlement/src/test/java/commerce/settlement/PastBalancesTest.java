package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Money;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.Posting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Balances at past instants, with and without checkpoints, against what a plain sum says. */
class PastBalancesTest {

    private static TestAws aws;
    private final TreeMap<Instant, Map<String, Long>> told = new TreeMap<>();
    private final Map<String, Long> sums = new TreeMap<>();
    private Books books;
    private int posted;

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
    void books() {
        books = new Books(aws);
    }

    /** Posts an entry and remembers what every account held then. */
    private void post(long minor, String currency, String account) {
        books.table.during(() -> {
            var amount = Money.of(minor, currency);
            books.ledger.post("t", Cause.ofOrder("ORDER" + posted++, "capture", amount), List.of(Posting.debit("bank", amount), Posting.credit(account, amount)));
            return null;
        });
        sums.merge(currency + "#bank", minor, Long::sum);
        sums.merge(currency + "#" + account, -minor, Long::sum);
        told.put(books.clock.instant(), new TreeMap<>(sums));
    }

    private JsonNode ask(String path, Map<String, String> query) {
        var request = HttpEvents.request("GET /admin/ledger/" + path).by("t", "operator");
        query.forEach(request::query);
        var handler = path.equals("accounts") ? books.accounts : new GetTrialBalance(books.checkpoints, books.clock);
        return Lambda.request(handler, request, books.environment()).body();
    }

    private Map<String, Long> at(Instant instant) {
        var balances = new TreeMap<String, Long>();
        ask("accounts", Map.of("at", instant.toString(), "limit", "100")).path("items").forEach(item -> balances.put(item.path("currency").asText() + "#" + item.path("account").asText(), item.path("balance").asLong()));
        return balances;
    }

    private void assertExactAtEveryInstant() {
        assertEquals(Map.of(), at(told.firstKey().minusMillis(1)));
        told.forEach((instant, balances) -> {
            assertEquals(balances, at(instant), instant::toString);
            assertEquals(told.lowerEntry(instant) == null ? Map.of() : told.lowerEntry(instant).getValue(), at(instant.minusMillis(1)), () -> "just before " + instant);
        });
    }

    @Test
    void everyPastInstantIsExactWithoutAnyCheckpoint() {
        var random = new Random(11);
        for (int i = 0; i < 25; i++) {
            post(1 + random.nextInt(1000), random.nextBoolean() ? "CNY" : "USD", "merchant_payable:m" + random.nextInt(3));
            books.clock.advance(Duration.ofMillis(1 + random.nextInt(100_000)));
        }
        assertExactAtEveryInstant();
    }

    @Test
    void checkpointsChangeNothingButTheCost() {
        hundredAndMore(20);
        books.seal();
        books.clock.advance(Duration.ofMinutes(11));
        assertEquals(1, sweep().path("checkpoints").asInt());
        assertEquals(0, sweep().path("checkpoints").asInt());
        post(5, "CNY", "merchant_payable:m1");
        assertExactAtEveryInstant();
    }

    @Test
    void anEntrySealedLateIsInEveryAnswerAboutItsTimeThoughACheckpointWasMadeWithoutIt() {
        hundredAndMore(0);
        books.seal();
        books.clock.advance(Duration.ofMinutes(11));
        assertEquals(1, sweep().path("checkpoints").asInt());

        // Its writer took its time before it wrote; the checkpoint stood already.
        var amount = Money.of(7, "CNY");
        var cause = Cause.ofOrder("LATE", "capture", amount);
        var late = JournalEntry.of(cause, told.firstKey(), List.of(Posting.debit("bank", amount), Posting.credit("adjustments", amount)));
        books.table.during(() -> books.journal.post("t", late, cause.inputHash(), List.of()));
        books.seal();
        told.values().forEach(PastBalancesTest::addLate);
        addLate(sums);
        assertExactAtEveryInstant();

        hundredAndMore(0);
        books.seal();
        books.clock.advance(Duration.ofMinutes(11));
        assertEquals(2, sweep().path("checkpoints").asInt(), "the first is made anew, now with it");
        assertExactAtEveryInstant();
    }

    private static void addLate(Map<String, Long> balances) {
        balances.merge("CNY#bank", 7L, Long::sum);
        balances.merge("CNY#adjustments", -7L, Long::sum);
    }

    /** In ten moments and more, one checkpoint's worth of entries. */
    private void hundredAndMore(int more) {
        for (int i = 0; i < 100 + more; i++) {
            if (i % 10 == 0) {
                books.clock.advance(Duration.ofMillis(10));
            }
            post(1 + i % 7, "CNY", "merchant_payable:m" + i % 3);
        }
    }

    private JsonNode sweep() {
        return Lambda.invoke(new SweepLedger(books.transfers, books.checkpoints), Map.of(), books.environment());
    }

    @Test
    void theTrialBalanceShowsBothSidesAndNoDifference() {
        post(8800, "CNY", "merchant_payable:m1");
        post(500, "USD", "adjustments");
        var first = books.clock.instant();
        books.clock.advance(Duration.ofSeconds(1));
        post(1200, "CNY", "merchant_payable:m2");
        var now = ask("trial-balance", Map.of());
        assertEquals("[{\"currency\":\"CNY\",\"debit\":10000,\"credit\":10000,\"difference\":0},{\"currency\":\"USD\",\"debit\":500,\"credit\":500,\"difference\":0}]", now.path("currencies").toString());
        assertEquals(5, now.path("accounts").size());
        assertEquals(8800, ask("trial-balance", Map.of("at", first.toString())).path("currencies").path(0).path("debit").asLong());
        assertEquals(8800, ask("trial-balance", Map.of("at", "2026-11-21T10:00:00+08:00")).path("currencies").path(0).path("debit").asLong());
    }

    @Test
    void pagesOfAPastInstantGoOnWhereTheyEnded() {
        for (int i = 0; i < 5; i++) {
            post(10, "CNY", "merchant_payable:m" + i);
        }
        var seen = new HashMap<String, Long>();
        var query = new HashMap<>(Map.of("at", books.clock.instant().toString(), "limit", "2"));
        JsonNode page;
        do {
            page = ask("accounts", query);
            page.path("items").forEach(item -> seen.put(item.path("account").asText(), item.path("balance").asLong()));
            query.put("cursor", page.path("nextCursor").asText());
        } while (page.has("nextCursor"));
        assertEquals(6, seen.size());
        assertEquals(0, seen.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void anInstantThatIsMalformedOrStillToComeIsNamed() {
        for (var bad : List.of("yesterday", "2026-11-21", "2026-02-30T00:00:00Z", "2026-11-21T02:00Z", "2026-11-21T02:00:00", books.clock.instant().plusMillis(1).toString(), "99999-01-01T00:00:00Z")) {
            for (var path : List.of("accounts", "trial-balance")) {
                assertEquals("at", ask(path, Map.of("at", bad)).path("field").asText(), path + " at " + bad);
            }
        }
    }
}
