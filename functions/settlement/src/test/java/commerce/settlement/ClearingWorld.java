package commerce.settlement;

import static commerce.kernel.Items.s;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.kernel.testing.AwsStandIn;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestFiles;
import commerce.kernel.testing.TestTable;
import commerce.settlement.ClearingTable.Stored;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.clearing.Payout;
import commerce.settlement.domain.clearing.Settlement;
import commerce.settlement.domain.clearing.Settlement.Status;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The clearing's functions on a table of their own, and a stand-in for the workflow that calls them in its order, JSON in and out. A function
 * can be killed at its n-th call to DynamoDB, before or after the call took effect.
 */
final class ClearingWorld {

    static final LocalDate MONDAY = LocalDate.parse("2026-11-16");
    static final String TENANT = "yunshan";

    final TestClock clock = new TestClock();
    final TestAws aws;
    final TestTable table;
    final TestFiles files;
    final ClearingTable clearing;
    final ClearingRunTable runTable;
    final DueIndex due;
    final StartClearing start;
    final StartDueClearings startDue;
    final GetClearing get;
    final GetStatement getStatement;
    final ListPayouts listPayouts;
    private final Map<String, RequestStreamHandler> tasks;
    private final Killer killer = new Killer();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    /** Executions by name, and whether they have ended. */
    final Map<String, JsonNode> executions = new ConcurrentHashMap<>();
    final Set<String> ended = ConcurrentHashMap.newKeySet();

    ClearingWorld(TestAws aws) {
        this.aws = aws;
        table = TestTable.create(aws.dynamoDb(), new TestTable.Index("due", "dueShard", "dueKey"));
        files = TestFiles.create(aws.s3());
        var dynamoDb = killer.around(aws.dynamoDb());
        var transactions = new Transactions(dynamoDb, new Random(7));
        clearing = new ClearingTable(dynamoDb, transactions);
        runTable = new ClearingRunTable(dynamoDb, transactions);
        due = new DueIndex(dynamoDb);
        var journal = new JournalTable(dynamoDb, transactions);
        var transfers = new Transfers(new TransferTable(dynamoDb, transactions), journal, new Ledger(journal, new SettlementTable(dynamoDb), clock), clock);
        var settlements = new Settlements(clearing, clock);
        var statements = new Statements(clearing, files.store());
        var payouts = new PayoutFiles(clearing, runTable, files.store());
        var runs = new ClearingRuns(runTable, aws.stepFunctions(), clock);
        start = new StartClearing(runs, clock);
        startDue = new StartDueClearings(due, runs, clock);
        get = new GetClearing(runTable);
        getStatement = new GetStatement(clearing, statements);
        listPayouts = new ListPayouts(runTable, payouts);
        tasks = Map.of(
                "plan-clearing", new PlanClearing(clearing, runTable, due, clock, new Random()),
                "claim-lines", new ClaimLines(clearing, runTable, settlements, clock),
                "seal-settlements", new SealSettlements(runTable, settlements, clock),
                "pay-merchants", new PayMerchants(clearing, runTable, transfers, clock),
                "write-statements", new WriteStatements(clearing, runTable, statements, clock),
                "finish-clearing", new FinishClearing(clearing, runTable, payouts, runs, clock));
        aws.standIn().on("AWSStepFunctions.StartExecution", this::startExecution);
        clock.advance(Duration.between(clock.instant(), MONDAY.plusDays(1).atTime(2, 0).atZone(ZoneId.of("Asia/Shanghai")).toInstant()));
    }

    private Object startExecution(JsonNode input) {
        var name = input.path("name").asText();
        if (ended.contains(name)) {
            throw new AwsStandIn.AwsError("ExecutionAlreadyExists", 400);
        }
        executions.putIfAbsent(name, Json.read(input.path("input").asText()));
        return Map.of("executionArn", "arn:" + name, "startDate", 0);
    }

    Map<String, String> environment() {
        var environment = new HashMap<>(table.environment("CLEARING_STATE_MACHINE_ARN", "arn:aws:states:eu-central-1:000000000000:stateMachine:clearing"));
        environment.putAll(files.settings());
        return environment;
    }

    // ---- what is owed

    static PayableLine line(String merchantId, LocalDate date, String orderId, String cause, long net) {
        var zero = Money.of(0, "CNY");
        return new PayableLine(merchantId, date, orderId + "/" + cause, orderId, Money.of(net, "CNY"), zero, zero, Money.of(net, "CNY"), Instant.parse(date + "T03:00:00Z"));
    }

    void write(PayableLine... lines) {
        write(TENANT, List.of(lines));
    }

    void write(String tenant, List<PayableLine> lines) {
        var transactions = new Transactions(aws.dynamoDb(), new Random(7));
        for (int from = 0; from < lines.size(); from += 100) {
            var batch = lines.subList(from, Math.min(from + 100, lines.size()));
            table.during(() -> transactions.write(batch.stream().map(line -> ClearingTable.putIfAbsent(tenant, line)).toList()));
        }
    }

    // ---- the workflow

    /** Starts the clearing as an operator does and plays the workflow to its end. @return the clearing's status */
    String clear(LocalDate date) {
        var answer = Lambda.request(start, HttpEvents.request("POST /admin/clearings/{date}").by(TENANT, "operator").path("date", date.toString()), environment());
        if (answer.status() != 202) {
            throw new AssertionError(answer.toString());
        }
        var status = "";
        for (var execution : Map.copyOf(executions).entrySet()) {
            if (execution.getValue().path("date").asText().equals(date.toString()) && !ended.contains(execution.getKey())) {
                status = play(execution.getValue());
                ended.add(execution.getKey());
            }
        }
        return status;
    }

    /** The states of {@code clearing.asl.json}, one after the other. A function that is killed is called again, as the workflow does. */
    String play(JsonNode input) {
        var state = Json.MAPPER.createObjectNode();
        state.setAll((ObjectNode) input);
        state.put("pages", 0).putNull("cursor");
        var pages = new ArrayList<String>();
        JsonNode planned;
        do {
            planned = task("plan-clearing", state);
            planned.path("pages").forEach(page -> pages.add(page.asText()));
            state.put("pages", pages.size());
            state.set("cursor", planned.path("cursor"));
        } while (planned.path("cursor").isObject());
        var failedPages = 0;
        for (var page : pages) {
            try {
                page(input, page);
            } catch (GivenUp leftBehind) {
                failedPages++;
            }
        }
        var last = ((ObjectNode) input.deepCopy()).put("failedPages", failedPages);
        last.set("full", planned.path("full"));
        return task("finish-clearing", last).path("status").asText();
    }

    private void page(JsonNode input, String page) {
        var state = ((ObjectNode) input.deepCopy()).put("page", page);
        repeat("claim-lines", state.deepCopy().putNull("cursor"), "cursor");
        repeat("seal-settlements", state.deepCopy().put("merchant", 0), "merchant");
        task("pay-merchants", state);
        repeat("write-statements", state.deepCopy().put("merchant", 0), "merchant");
    }

    private void repeat(String task, ObjectNode state, String cursor) {
        JsonNode next;
        do {
            next = task(task, state).path(cursor);
            state.set(cursor, next);
        } while (!next.isNull() && !next.isMissingNode());
    }

    static final class GivenUp extends RuntimeException {
        GivenUp(String task, RuntimeException last) {
            super(task, last);
        }
    }

    /** Runs something once, before that task is called for the first time. */
    void before(String task, Runnable action) {
        before.put(task, action);
    }

    /** How often a task was called and answered. */
    int answers(String task) {
        return answers.getOrDefault(task, 0);
    }

    JsonNode task(String name, JsonNode input) {
        var action = before.remove(name);
        if (action != null) {
            action.run();
        }
        RuntimeException last = null;
        for (int attempt = 0; attempt < 8; attempt++) {
            try {
                var answer = Lambda.invoke(tasks.get(name), input, environment());
                answers.merge(name, 1, Integer::sum);
                return answer;
            } catch (RuntimeException failure) {
                last = failure;
            }
        }
        throw new GivenUp(name, last);
    }

    RequestStreamHandler handler(String name) {
        return tasks.get(name);
    }

    // ---- killing

    void killAt(int call, boolean before) {
        killer.remaining.set(call);
        killer.before = before;
    }

    /** Whether the kill that was armed has happened. */
    boolean killed() {
        return killer.remaining.get() <= 0;
    }

    void spare() {
        killer.remaining.set(Integer.MAX_VALUE);
    }

    /** From now on each call to DynamoDB takes that long by the functions' clock. */
    void slowDown(Duration eachCall) {
        killer.eachCall = eachCall;
    }

    private final class Killer {

        private final AtomicInteger remaining = new AtomicInteger(Integer.MAX_VALUE);
        private volatile boolean before;
        private volatile Duration eachCall = Duration.ZERO;

        private DynamoDbClient around(DynamoDbClient real) {
            return (DynamoDbClient) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                var counts = !method.getName().endsWith("Paginator") && !method.getName().equals("close");
                if (!eachCall.isZero()) {
                    clock.advance(eachCall);
                }
                var now = counts && remaining.decrementAndGet() == 0;
                if (now && before) {
                    throw new IllegalStateException("killed before " + method.getName());
                }
                try {
                    var answer = method.invoke(real, arguments);
                    if (now) {
                        throw new IllegalStateException("killed after " + method.getName());
                    }
                    return answer;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }
    }

    // ---- what there is

    List<Stored> settlements(LocalDate date) {
        return table.during(() -> new ClearingTable(aws.dynamoDb(), null).settlements(TENANT, date).toList());
    }

    List<Map<String, AttributeValue>> lines() {
        return table.all().stream().filter(item -> item.get("type").equals(s("payableLine"))).toList();
    }

    JsonNode view(LocalDate date) {
        return Lambda.request(get, HttpEvents.request("GET /admin/clearings/{date}").by(TENANT, "operator").path("date", date.toString()), environment()).body();
    }

    Stream<Settlement> settlementsOf(LocalDate... dates) {
        return Stream.of(dates).flatMap(date -> settlements(date).stream()).map(Stored::settlement);
    }

    /**
     * What must be true at any moment: at most one settlement of a merchant and date has not failed; it counts exactly the lines that name it;
     * each line is claimed at most once, by a settlement that exists.
     */
    void assertClaims(LocalDate... dates) {
        var alive = new TreeMap<String, Settlement>();
        settlementsOf(dates).filter(settlement -> settlement.status() != Status.FAILED).forEach(settlement -> {
            if (alive.put(settlement.merchantId() + " " + settlement.tradeDate(), settlement) != null) {
                throw new AssertionError("two settlements of " + settlement.merchantId() + " for " + settlement.tradeDate());
            }
        });
        var claimed = lines().stream().filter(line -> line.containsKey("settleId"))
                .collect(Collectors.groupingBy(line -> line.get("settleId").s(), Collectors.summarizingLong(line -> Items.number(line, "net"))));
        for (var settlement : alive.values()) {
            var stored = Optional.ofNullable(claimed.remove(settlement.settleId())).orElseGet(LongSummaryStatistics::new);
            var counted = settlement.claimed().totals().stream().mapToLong(totals -> totals.net().minor() + totals.carriedIn().minor()).sum();
            assertEqual("sum of " + settlement.settleId(), counted, stored.getSum());
            assertEqual("lines of " + settlement.settleId(), settlement.claimed().lines(), stored.getCount());
        }
        assertEqual("lines claimed by nobody who lives", Map.of(), claimed);
    }

    /** What must be true once nothing is at work any more: besides, the ledger has moved exactly what was paid, and each payout stands in one file. */
    void assertWhole(LocalDate... dates) {
        assertClaims(dates);
        var paid = new TreeMap<String, Long>();
        Stream.of(dates).flatMap(date -> settlements(date).stream()).filter(Stored::paid).flatMap(stored -> Payout.of(stored.settlement()).stream())
                .forEach(payout -> paid.merge(payout.merchantId(), payout.amount().minor(), Long::sum));
        assertEqual("paid out by the ledger", paid, ledgerPaid());
        assertEqual("payouts in files", allPayouts(dates), inFiles(dates));
    }

    private static void assertEqual(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
    }

    /** By merchant, what entries have moved into what is cleared for it. */
    Map<String, Long> ledgerPaid() {
        var paid = new TreeMap<String, Long>();
        table.all().stream().filter(item -> item.get("type").equals(s("entry"))).forEach(entry -> Json.read(Items.text(entry, "postings")).forEach(posting -> {
            if (posting.path("account").asText().startsWith("payout_clearing:")) {
                paid.merge(posting.path("account").asText().substring("payout_clearing:".length()), -posting.path("amount").path("amount").asLong(), Long::sum);
            }
        }));
        return paid;
    }

    private Set<String> allPayouts(LocalDate... dates) {
        var payouts = new TreeSet<String>();
        for (var date : dates) {
            settlements(date).stream().filter(Stored::paid).flatMap(stored -> Payout.of(stored.settlement()).stream()).forEach(payout -> payouts.add(payout.payoutId()));
        }
        return payouts;
    }

    private Set<String> inFiles(LocalDate... dates) {
        var payouts = new ArrayList<String>();
        for (var date : dates) {
            table.during(() -> runTable.find(TENANT, date)).ifPresent(stored -> stored.clearing().payoutFiles().forEach(file ->
                    new String(Settings.during(environment(), () -> files.store().read(file.key())), StandardCharsets.UTF_8).lines().skip(1)
                            .forEach(row -> payouts.add(row.split(",")[0]))));
        }
        var once = new TreeSet<>(payouts);
        if (once.size() != payouts.size()) {
            throw new AssertionError("a payout stands in two files: " + payouts);
        }
        return once;
    }
}
