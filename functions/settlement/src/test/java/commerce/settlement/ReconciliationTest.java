package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import commerce.kernel.testing.Contracts;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestFiles;
import commerce.settlement.ReconciliationView.Found;
import commerce.settlement.ReconciliationView.Status;
import commerce.settlement.ReconciliationView.Summary;
import commerce.settlement.domain.Account;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.Posting;
import commerce.settlement.domain.ProviderMovement;
import commerce.settlement.domain.reconciliation.BillLine;
import commerce.settlement.domain.reconciliation.Difference.What;
import commerce.settlement.domain.reconciliation.MovementKey.Kind;
import commerce.settlement.domain.reconciliation.OurMovement;
import commerce.settlement.domain.reconciliation.SomeDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bills in S3 against entries in DynamoDB, through the operations. */
class ReconciliationTest {

    private static final String TENANT = "shop";
    private static final String SOURCE = "wechatpay";
    private static final int WRITERS = 8;

    private final TestAws aws = TestAws.start();
    private final Books books = new Books(aws);
    private final TestFiles files = TestFiles.create(aws.s3());
    private final ReconciliationTable table = new ReconciliationTable(aws.dynamoDb());
    private final Reconciliations reconciliations = new Reconciliations(new BillIndex(aws.dynamoDb()), new BillFiles(files.store()), books.journal, table, books.clock);
    private final ReconcileBill reconcileBill = new ReconcileBill(reconciliations);
    private final RunReconciliation run = new RunReconciliation(reconciliations, books.clock);
    private final GetReconciliation get = new GetReconciliation(table);
    private final ResolveDifference resolve = new ResolveDifference(table, books.clock);
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void settings() {
        environment.putAll(books.environment());
        environment.putAll(files.settings());
    }

    @AfterEach
    void close() {
        aws.close();
    }

    // ---- what others do -----------------------------------------------------------------------------------------------------------

    private void post(List<OurMovement> movements) {
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            movements.forEach(movement -> writers.submit(() -> Settings.during(environment, () -> {
                post(movement);
                return null;
            })));
        }
    }

    private void post(OurMovement movement) {
        var slash = movement.entryId().indexOf('/');
        var cause = Cause.ofOrder(movement.entryId().substring(0, slash), movement.entryId().substring(slash + 1), movement.amount())
                .moving(new ProviderMovement(SOURCE, movement.paymentId(), Optional.empty(), movement.refundId(), movement.movedAt(), BusinessDays.of(movement.movedAt())));
        var provider = Account.providerReceivable(SOURCE);
        books.ledger.post(TENANT, cause, movement.kind() == Kind.REFUND
                ? List.of(Posting.debit(Account.CUSTOMER_PAYMENTS, movement.amount().negated()), Posting.credit(provider, movement.amount().negated()))
                : List.of(Posting.debit(provider, movement.amount()), Posting.credit(Account.CUSTOMER_PAYMENTS, movement.amount())));
    }

    /** Stores the bill of one day as payment does, and tells of it. @param lines by tenant */
    private JsonNode bill(LocalDate date, Map<String, List<BillLine>> lines) {
        var folder = "bills/" + SOURCE + "/" + date + "/";
        Settings.during(environment, () -> {
            var parts = new ArrayList<Map<String, Object>>();
            lines.forEach((tenant, own) -> {
                files.store().put(folder + "lines/" + tenant + ".jsonl", "application/x-ndjson", own.stream().map(line -> Json.write(line) + "\n").collect(Collectors.joining()));
                parts.add(Map.of("tenant", tenant, "key", folder + "lines/" + tenant + ".jsonl", "lines", own.size()));
            });
            files.store().put(folder + "manifest.json", "application/json", Json.write(Map.of("source", SOURCE, "date", date, "zone", "Asia/Shanghai", "fetchedAt", "2026-11-21T02:15:00Z",
                    "files", List.of(), "parts", parts)));
            return null;
        });
        return Lambda.invoke(reconcileBill, Books.message(Event.of("commerce.payment", "bill.fetched.v1", "_platform", SOURCE + "/" + date, "", books.clock.instant(),
                Map.of("source", SOURCE, "date", date, "zone", "Asia/Shanghai", "manifest", folder + "manifest.json", "lines", 0))), environment);
    }

    /** The bills of the three days, each with what its lines say is on it. */
    private void bills(SomeDay day) {
        for (var date : List.of(SomeDay.DATE.minusDays(1), SomeDay.DATE, SomeDay.DATE.plusDays(1))) {
            assertEquals(0, bill(date, Map.of(TENANT, day.theirs.stream().filter(line -> line.settleDate().equals(date)).toList())).path("batchItemFailures").size());
        }
    }

    // ---- what an operator sees ----------------------------------------------------------------------------------------------------

    private Lambda.Answer request(HttpOperation operation, HttpEvents request) {
        return Lambda.request(operation, request, environment);
    }

    private static HttpEvents to(String route) {
        return HttpEvents.request(route).path("date", SomeDay.DATE.toString()).by(TENANT, "operator");
    }

    private List<JsonNode> differences(String... queries) {
        var all = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var request = to("GET /admin/reconciliations/{date}").query("limit", "3");
            for (int i = 0; i < queries.length; i += 2) {
                request.query(queries[i], queries[i + 1]);
            }
            var page = request(get, cursor.isEmpty() ? request : request.query("cursor", cursor)).body();
            page.path("items").forEach(all::add);
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return all;
    }

    private Map<String, What> found() {
        var found = new TreeMap<String, What>();
        differences().stream().filter(each -> !each.path("status").asText().equals("CLOSED")).forEach(each -> found.put(each.path("paymentId").asText(), What.valueOf(each.path("what").asText())));
        return found;
    }

    @Test
    void oneOfEachClassInADayOfTenThousandPaymentsIsFoundWithItsEvidenceAndNothingElse() {
        var day = new SomeDay(42, 10_000);
        for (var what : What.values()) {
            day.plant(what);
        }
        post(day.ours);
        bills(day);

        assertEquals(day.planted, found());
        for (var difference : differences()) {
            var what = What.valueOf(difference.path("what").asText());
            assertEquals(what == What.DAY_BOUNDARY ? "TOLERATED" : "OPEN", difference.path("status").asText());
            if (difference.has("ours")) {
                assertTrue(difference.at("/ours/entryId").asText().contains("/"), difference::toString);
            }
            if (difference.has("theirs")) {
                assertTrue(difference.at("/theirs/raw").asText().startsWith("raw ") && files.keys().contains(difference.at("/theirs/file").asText()), difference::toString);
            }
        }
        var summary = request(get, to("GET /admin/reconciliations/{date}")).body().at("/sources/0");
        assertEquals("DIFFERENT", summary.path("state").asText());
        assertEquals(What.values().length - 1, summary.path("open").asInt());
        assertTrue(summary.path("lines").asInt() > 10_000, summary::toString);
    }

    @Test
    void runningAgainChangesNothingButWhatHasChangedAndKeepsWhatWasResolved() {
        var day = new SomeDay(5, 40);
        var mended = day.plant(What.MISSING_THEIRS);
        var resolved = day.plant(What.AMOUNT);
        post(day.ours);
        bills(day);
        var before = differences();
        assertEquals(200, request(run, to("POST /admin/reconciliations/{date}")).status());
        assertEquals(before, differences(), "the same ids, since the same moment");

        var id = before.stream().filter(each -> each.path("paymentId").asText().equals(resolved)).findFirst().orElseThrow().path("id").asText();
        var words = "{\"reason\":\"WRITTEN_OFF\",\"note\":\"a few fen\"}";
        var first = resolution(id, words);
        assertEquals(200, first.status(), first.body()::toString);
        assertEquals("RESOLVED", first.body().path("status").asText());
        assertEquals("operator", first.body().at("/resolution/by").asText());
        assertEquals(first.body(), resolution(id, words).body(), "the same again is the same");
        assertEquals(409, resolution(id, "{\"reason\":\"ACCEPTED\",\"note\":\"no\"}").status());

        // The provider's bill is corrected: the line that was missing is there.
        var entry = day.ours.stream().filter(movement -> movement.paymentId().equals(mended)).findFirst().orElseThrow();
        var lines = new ArrayList<>(day.theirs);
        lines.removeIf(line -> line.paymentId().equals(Optional.of(mended)));
        day.ours.stream().filter(movement -> movement.paymentId().equals(mended)).forEach(movement -> lines.add(new BillLine(9_999, movement.kind(), "late", Optional.of(mended),
                movement.refundId(), movement.amount(), SomeDay.cny(0), BillLine.Status.DONE, entry.movedAt(), SomeDay.DATE, "raw late")));
        bill(SomeDay.DATE, Map.of(TENANT, lines));
        var after = request(run, to("POST /admin/reconciliations/{date}")).body().at("/sources/0");
        assertEquals("BALANCED", after.path("state").asText(), after::toString);
        assertEquals(1, after.path("resolved").asInt());
        assertEquals(1, after.path("closed").asInt());
        assertEquals(List.of("RESOLVED"), differences("status", "RESOLVED").stream().map(each -> each.path("status").asText()).toList());
        assertEquals(409, resolution(differences("status", "CLOSED").getFirst().path("id").asText(), words).status());
    }

    private Lambda.Answer resolution(String id, String body) {
        return request(resolve, to("POST /admin/reconciliations/{date}/differences/{id}/resolution").path("id", id).body(body));
    }

    @Test
    void whatIsNobodysIsShownToThoseWhoRunTheInstallationOnly() {
        var line = new BillLine(1, Kind.PAYMENT, "4200001", Optional.empty(), Optional.empty(), SomeDay.cny(500), SomeDay.cny(3), BillLine.Status.DONE,
                SomeDay.DATE.atTime(12, 0).atZone(SomeDay.ZONE).toInstant(), SomeDay.DATE, "raw");
        bill(SomeDay.DATE, Map.of("_platform", List.of(line)));
        assertEquals(List.of(), differences());
        assertEquals(403, request(get, to("GET /admin/reconciliations/{date}").query("whose", "nobody")).status());
        assertEquals(403, request(run, to("POST /admin/reconciliations/{date}").query("whose", "nobody")).status());
        var shown = request(get, to("GET /admin/reconciliations/{date}").query("whose", "nobody").claim("scope", "admin platform")).body();
        assertEquals("MISSING_OURS", shown.at("/items/0/what").asText(), shown::toString);
        assertEquals("4200001", shown.at("/items/0/paymentId").asText());
    }

    @Test
    void aSourceWithMovementsAndWithoutABillIsMissingUntilItComes() {
        var day = new SomeDay(1, 3);
        post(day.ours);
        assertEquals(List.of(), states());
        var sources = request(run, to("POST /admin/reconciliations/{date}")).body().path("sources");
        assertEquals(1, sources.size());
        assertEquals("BILL_MISSING", sources.at("/0/state").asText());
        assertEquals(SOURCE, sources.at("/0/source").asText());
        assertEquals(List.of("BILL_MISSING"), states());
        bill(SomeDay.DATE, Map.of());
        assertEquals(List.of("DIFFERENT"), states());
    }

    private List<String> states() {
        return request(get, to("GET /admin/reconciliations/{date}")).body().path("sources").findValuesAsText("state");
    }

    @Test
    void aTenantThatHasNothingOnTheBillIsMissedOnIt() {
        var day = new SomeDay(1, 3);
        bill(SomeDay.DATE.minusDays(1), Map.of(TENANT, List.of()));
        post(day.ours);
        bill(SomeDay.DATE, Map.of());
        bill(SomeDay.DATE.plusDays(1), Map.of());
        assertEquals(day.ours.size(), differences("status", "OPEN").size());
    }

    @Test
    void aDayThatIsNotOverIsNotCompared() {
        for (var date : List.of("2026-11-21", "2027-01-01")) {
            var refused = request(run, to("POST /admin/reconciliations/{date}").path("date", date));
            assertEquals(409, refused.status());
            assertTrue(refused.body().path("endsAt").asText().endsWith("T16:00:00Z"), refused.body()::toString);
        }
    }

    @Test
    void aRunThatIsOvertakenOverwritesNothing() {
        Settings.during(environment, () -> {
            var older = table.begin(TENANT, SomeDay.DATE, SOURCE);
            var newer = table.begin(TENANT, SomeDay.DATE, SOURCE);
            table.found(TENANT, newer, difference("as the newer saw it"));
            table.found(TENANT, older, difference("as the older saw it"));
            assertEquals(Map.of(Status.OPEN, 1), table.closeVanished(TENANT, SomeDay.DATE, SOURCE, older, books.clock.instant()));
            var last = Summary.missing(SOURCE, SomeDay.DATE, books.clock.instant());
            table.finish(TENANT, newer, last);
            table.finish(TENANT, older, Summary.missing(SOURCE, SomeDay.DATE, books.clock.instant().minusSeconds(1)));
            assertEquals(List.of(last), table.summaries(TENANT, SomeDay.DATE));
            return null;
        });
        assertEquals(List.of("as the newer saw it"), differences().stream().map(each -> each.path("detail").asText()).toList());
    }

    private Found difference(String detail) {
        return new Found(SOURCE + "-00000000000000000000", SOURCE, SomeDay.DATE, What.MISSING_OURS, Status.OPEN, "shop_1_1", Optional.empty(), detail, Optional.empty(), Optional.empty(),
                books.clock.instant(), Optional.empty(), Optional.empty());
    }

    @Test
    void everySampleIsUnderstood() {
        bill(SomeDay.DATE, Map.of());
        assertEquals(0, Lambda.invoke(reconcileBill, Contracts.sample("reconcile-bill"), environment).path("batchItemFailures").size());
        assertEquals(200, Lambda.invoke(get, Contracts.sample("get-reconciliation"), environment).path("statusCode").asInt());
        assertEquals(200, Lambda.invoke(run, Contracts.sample("run-reconciliation"), environment).path("statusCode").asInt());
        assertEquals(404, Lambda.invoke(resolve, Contracts.sample("resolve-difference"), environment).path("statusCode").asInt());
    }

    @Test
    void wrongInputIsNamed() {
        assertEquals("date", request(run, to("POST /admin/reconciliations/{date}").path("date", "2026-02-30")).body().path("field").asText());
        assertEquals("status", request(get, to("GET /admin/reconciliations/{date}").query("status", "open")).body().path("field").asText());
        assertEquals("whose", request(get, to("GET /admin/reconciliations/{date}").query("whose", "mine")).body().path("field").asText());
        var id = "stripe-00000000000000000000";
        assertEquals("reason", resolution(id, "{\"reason\":\"BECAUSE\",\"note\":\"x\"}").body().path("field").asText());
        assertEquals("note", resolution(id, "{\"reason\":\"TIMING\",\"note\":\" \"}").body().path("field").asText());
        assertEquals("more", resolution(id, "{\"reason\":\"TIMING\",\"note\":\"x\",\"more\":1}").body().path("field").asText());
        assertEquals(404, resolution(id, "{\"reason\":\"TIMING\",\"note\":\"x\"}").status());
        assertEquals(404, resolution("x", "{\"reason\":\"TIMING\",\"note\":\"x\"}").status());
    }
}
