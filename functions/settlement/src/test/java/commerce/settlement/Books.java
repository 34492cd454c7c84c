package commerce.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.EventBus;
import commerce.kernel.Json;
import commerce.kernel.OutboxTable;
import commerce.kernel.Transactions;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The settlement context on a table of its own, and what an operator sees of its books. */
final class Books {

    final TestClock clock = new TestClock();
    final TestTable table;
    final JournalTable journal;
    final ChainTable chain;
    final Sealer sealer;
    final Ledger ledger;
    final ProjectedBalances projected;
    final Transfers transfers;
    final Checkpoints checkpoints;
    final ListLedgerAccounts accounts;
    final PostPayment postPayment;
    final Rules rules;
    final ChannelTable channels;
    final SettleOrder settleOrder;
    final PublishSettlementEvents publish;
    final RepublishSettlementEvents republish;

    Books(TestAws aws) {
        this(aws, aws.dynamoDb());
    }

    /** @param dynamoDb for the operations, the table itself is made through {@code aws} */
    Books(TestAws aws, DynamoDbClient dynamoDb) {
        table = TestTable.create(aws.dynamoDb(), new TestTable.Index("byTenant", "tenantKey", "postedKey"), new TestTable.Index("byProvider", "providerKey", "movedKey"),
                new TestTable.Index("due", "dueShard", "dueKey"));
        var transactions = new Transactions(dynamoDb, new Random(7));
        var outbox = new OutboxTable(dynamoDb);
        var bus = new EventBus(aws.eventBridge());
        journal = new JournalTable(dynamoDb, transactions);
        chain = new ChainTable(dynamoDb, transactions);
        sealer = new Sealer(chain, outbox, clock);
        ledger = new Ledger(journal, new SettlementTable(dynamoDb), clock);
        projected = new ProjectedBalances(dynamoDb, chain);
        transfers = new Transfers(new TransferTable(dynamoDb, transactions), journal, ledger, clock);
        checkpoints = new Checkpoints(dynamoDb, transactions, chain, clock);
        accounts = new ListLedgerAccounts(projected, checkpoints, clock);
        postPayment = new PostPayment(ledger);
        channels = new ChannelTable(dynamoDb, transactions);
        rules = new Rules(new RulesTable(dynamoDb, transactions), clock);
        settleOrder = new SettleOrder(ledger, new SettlementBasis(new BatchReads(dynamoDb, new Random(7)), rules, channels));
        publish = new PublishSettlementEvents(bus, outbox, sealer);
        republish = new RepublishSettlementEvents(bus, outbox, clock, sealer);
    }

    Map<String, String> environment() {
        return table.environment("COMMISSION_BASIS_POINTS", "500", "PROVIDER_FEE_BASIS_POINTS", "60", "LEDGER_CHECKPOINT_EVERY", "100");
    }

    /** What may be taken of a guarded account. */
    long available(String tenant, String account) {
        var funds = table.get(tenant + "#FUNDS", "CNY#" + account);
        return funds.isEmpty() ? 0 : Long.parseLong(funds.get("available").n());
    }

    /** The stream's records of everything that waits in an outbox, as the poller would hand them over. */
    Map<String, Object> streamOfUnpublished() {
        var number = new int[1];
        var records = table.all().stream().filter(item -> item.containsKey("outboxShard"))
                .sorted(Comparator.comparing(item -> item.get("outboxSince").s()))
                .map(item -> Map.of("dynamodb", Map.of("SequenceNumber", String.valueOf(++number[0]), "Keys", image(Map.of("pk", item.get("pk"), "sk", item.get("sk"))), "NewImage", image(item)))).toList();
        return Map.of("Records", records);
    }

    private static Map<String, Object> image(Map<String, AttributeValue> item) {
        var image = new TreeMap<String, Object>();
        item.forEach((name, value) -> image.put(name, value.n() != null ? Map.of("N", value.n()) : Map.of("S", value.s())));
        return image;
    }

    /** Lets the stream be seen: everything that was posted is published and sealed. */
    JsonNode seal() {
        return Lambda.invoke(publish, streamOfUnpublished(), environment());
    }

    /** The accounts that are not even, as the operator sees them once everything is sealed. */
    Map<String, Long> balances(String tenant) {
        seal();
        return projectedBalances(tenant);
    }

    /** The accounts that are not even, of what is sealed. Their sum is zero, or this fails. */
    Map<String, Long> projectedBalances(String tenant) {
        var balances = new HashMap<String, Long>();
        var sums = new HashMap<String, Long>();
        var cursor = Optional.<String>empty();
        do {
            var request = HttpEvents.request("GET /admin/ledger/accounts").by(tenant, "operator").query("limit", "100");
            cursor.ifPresent(next -> request.query("cursor", next));
            var page = Lambda.request(accounts, request, environment()).body();
            page.path("items").forEach(item -> {
                balances.put(item.path("account").asText(), item.path("balance").asLong());
                sums.merge(item.path("currency").asText(), item.path("balance").asLong(), Long::sum);
            });
            cursor = Optional.ofNullable(page.path("nextCursor").textValue());
        } while (cursor.isPresent());
        balances.values().removeIf(balance -> balance == 0);
        if (sums.values().stream().anyMatch(sum -> sum != 0)) {
            throw new AssertionError("the projected balances do not sum to zero: " + balances);
        }
        return balances;
    }

    /** The events the bus was given, of which each must keep its schema. */
    static List<Event> publishedBy(TestAws aws) {
        return aws.standIn().calls("AWSEvents.PutEvents").stream().flatMap(call -> call.input().path("Entries").valueStream())
                .map(entry -> Json.read(entry.path("Detail").asText(), Event.class)).toList();
    }

    static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(item -> item.path(field).asText()).toList();
    }

    static Map<String, Object> message(Object event) {
        return Map.of("Records", List.of(Map.of("messageId", "m", "body", Json.write(Map.of("detail", event)))));
    }
}
