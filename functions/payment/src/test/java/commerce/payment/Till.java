package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Event;
import commerce.kernel.EventBus;
import commerce.kernel.EventConsumer;
import commerce.kernel.FileStore;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Idempotency;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.OrderIds;
import commerce.kernel.OutboxTable;
import commerce.kernel.Transactions;
import commerce.kernel.testing.AwsStandIn.AwsError;
import commerce.kernel.testing.AwsStandIn.FunctionError;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import commerce.local.simulators.Deliveries;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Settlement;
import commerce.local.simulators.SimulatorServer;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.provider.AdyenProvider;
import commerce.payment.provider.AlipayProvider;
import commerce.payment.provider.ProviderHttp;
import commerce.payment.provider.ProviderSecrets;
import commerce.payment.provider.Providers;
import commerce.payment.provider.SimulatorProvider;
import commerce.payment.provider.StripeProvider;
import commerce.payment.provider.WechatpayProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The whole payment context on real parts: DynamoDB Local, the simulator over HTTP, a stand-in for Step Functions, Secrets Manager and
 * Lambda over HTTP. Only what AWS does between functions is played here by hand: the stream ({@link #applyInbox}) and the bus.
 */
final class Till implements AutoCloseable {

    static final String TENANT = "demo_shop";
    static final String CUSTOMER = "alice";
    static final Money PRICE = Money.of(8800, "CNY");
    static final String SECRET = "a-secret-of-both-sides";
    static final String SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:simulator";
    static final Duration WINDOW = Duration.ofHours(2);

    final TestAws aws = TestAws.start();
    final TestClock clock = new TestClock();
    final TestTable table = TestTable.create(aws.dynamoDb(), new TestTable.Index("unapplied", "inboxShard", "receivedAt"), new TestTable.Index("pending", "pendingShard", "askAt"));
    final Map<String, String> secrets = new ConcurrentHashMap<>(Map.of("AWSCURRENT", SECRET));
    /** Of providers that are not the simulator, by ARN. */
    final Map<String, String> otherSecrets = new ConcurrentHashMap<>();
    /** What stood there before. */
    final Map<String, String> previousSecrets = new ConcurrentHashMap<>();
    final FrontDoor door = new FrontDoor();
    final Deliveries deliveries = Deliveries.onThreads();
    final SimulatorServer simulator;
    final Map<String, String> environment;

    final RequestPayment requestPayment;
    final ClosePayment closePayment;
    final CancelPayment cancelPayment;
    final RetryPayment retryPayment;
    final PaymentWebhook paymentWebhook;
    final ReplayWebhook replayWebhook;
    final Notifications notifications;
    final Captures captures;
    final Refunds refunds;
    final ApplyNotification applyNotification;
    final ReapplyNotifications reapplyNotifications;
    final RefundPayment refundPayment;
    final ExecuteRefund executeRefund;
    final StartPaymentRecovery startPaymentRecovery;
    final QueryPayment queryPayment;
    final OfferRecovery offerRecovery;
    final QueryPendingPayments queryPendingPayments;
    final QueryPendingRefunds queryPendingRefunds;
    final ReadRefunds readRefunds;
    final FetchBills fetchBills;
    final PublishPaymentEvents publishPaymentEvents;
    final RepublishPaymentEvents republishPaymentEvents;
    final PaymentTable rows;
    final RefundsTable refundRows;
    final Providers providers;

    private final Random random = new Random(42);

    Till() {
        this(null);
    }

    /** @param dynamoDb another client than the usual one, or null */
    Till(DynamoDbClient other) {
        var dynamoDb = other == null ? aws.dynamoDb() : other;
        try {
            simulator = SimulatorServer.start(SECRET, door::address, clock, deliveries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment = table.environment("SIMULATOR_BASE_URL", simulator.baseUrl().toString(), "SIMULATOR_SECRET_ARN", SECRET_ARN, "DESCRIBE_ORDER_FUNCTION", "describe-order",
                "PAYMENT_RECOVERY_STATE_MACHINE_ARN", "arn:aws:states:eu-central-1:000000000000:stateMachine:payment-recovery");
        aws.standIn().on("secretsmanager.GetSecretValue", input -> {
            var arn = input.path("SecretId").asText();
            var stage = input.path("VersionStage").asText();
            var secret = arn.equals(SECRET_ARN) ? secrets.get(stage) : (stage.equals("AWSCURRENT") ? otherSecrets : previousSecrets).get(arn);
            if (secret == null) {
                throw new AwsError("ResourceNotFoundException", 400);
            }
            return Map.of("ARN", SECRET_ARN, "Name", "simulator", "SecretString", secret);
        });
        aws.standIn().on("Invoke describe-order", input -> {
            throw new FunctionError("commerce.ordering.OrderUnknown", "no such order");
        });
        rows = new PaymentTable(dynamoDb, clock);
        refundRows = new RefundsTable(dynamoDb, new Transactions(dynamoDb, random), clock);
        var pending = new PendingTable(dynamoDb, clock);
        var inbox = new InboxTable(dynamoDb, clock);
        var http = new ProviderHttp();
        var providerSecrets = new ProviderSecrets(new PaymentClients().secretsManager(aws), clock);
        providers = new Providers(new SimulatorProvider(http, providerSecrets, clock), new StripeProvider(http, providerSecrets), new WechatpayProvider(http, providerSecrets, clock),
                new AlipayProvider(http, providerSecrets, clock), new AdyenProvider(http, providerSecrets, clock));
        var references = new ReferencesTable(dynamoDb);
        var disputes = new Disputes(new DisputesTable(dynamoDb, clock), rows, clock);
        var tokens = new TaskTokens(aws.stepFunctions(), rows);
        captures = new Captures(rows, refundRows, references, clock);
        refunds = new Refunds(refundRows, clock);
        var attempts = new Attempts(rows, clock);
        var closings = new Closings(rows, providers, captures, clock);
        notifications = new Notifications(inbox, rows, references, captures, refunds, disputes, tokens, clock);
        var inquiries = new Inquiries(rows, providers, captures, tokens);
        var repayments = new Repayments(rows, refundRows, pending, references, providers, refunds, clock);
        var orders = new Orders(new FunctionInvoker(aws.lambda()));
        var idempotency = new Idempotency(dynamoDb, clock);
        requestPayment = new RequestPayment(rows, providers, attempts, captures, tokens);
        closePayment = new ClosePayment(closings);
        cancelPayment = new CancelPayment(closings, tokens);
        retryPayment = new RetryPayment(rows, providers, attempts, orders, idempotency, clock);
        paymentWebhook = new PaymentWebhook(providers, inbox, references, clock);
        replayWebhook = new ReplayWebhook(providers, inbox, notifications);
        applyNotification = new ApplyNotification(notifications);
        reapplyNotifications = new ReapplyNotifications(inbox, notifications, clock);
        refundPayment = new RefundPayment(rows, refundRows, pending, orders, idempotency, clock);
        executeRefund = new ExecuteRefund(refundRows, repayments);
        startPaymentRecovery = new StartPaymentRecovery(aws.stepFunctions());
        queryPayment = new QueryPayment(rows, inquiries);
        offerRecovery = new OfferRecovery(rows, clock);
        queryPendingPayments = new QueryPendingPayments(pending, rows, inquiries, clock);
        queryPendingRefunds = new QueryPendingRefunds(pending, refundRows, repayments, clock);
        readRefunds = new ReadRefunds(refundRows);
        fetchBills = new FetchBills(providers, new BillsTable(dynamoDb), new BillStore(new FileStore(aws.s3()), references), clock);
        publishPaymentEvents = new PublishPaymentEvents(new EventBus(aws.eventBridge()), new OutboxTable(dynamoDb));
        republishPaymentEvents = new RepublishPaymentEvents(new EventBus(aws.eventBridge()), new OutboxTable(dynamoDb), clock);
        door.speaks((provider, headers, body) -> {
            var answer = webhook(provider, headers, body);
            return new FrontDoor.Answer(answer.status(), answer.body().isTextual() ? answer.body().asText() : answer.body().toString());
        });
    }

    // ---- what others do -----------------------------------------------------------------------------------------------------------

    String newOrder() {
        return OrderIds.next(clock.instant(), random);
    }

    static PaymentId id(String orderId, int attempt) {
        return new PaymentId(TENANT, orderId, attempt);
    }

    JsonNode request(String orderId, String token) {
        return Lambda.invoke(requestPayment, Map.of("tenant", TENANT, "orderId", orderId, "taskToken", token, "customer", CUSTOMER,
                "provider", "simulator", "amount", PRICE, "expiresAt", clock.instant().plus(WINDOW).getEpochSecond()), environment);
    }

    JsonNode close(String orderId, String cause) {
        return Lambda.invoke(closePayment, Map.of("tenant", TENANT, "orderId", orderId, "cause", cause), environment);
    }

    JsonNode cancel(String orderId) {
        return deliver(cancelPayment, Event.of("commerce.ordering", "order.cancellation_requested.v1", TENANT, orderId, "", clock.instant(), Map.of("orderId", orderId, "customer", CUSTOMER)));
    }

    Lambda.Answer retry(String orderId, String customer, String body) {
        return Lambda.request(retryPayment, HttpEvents.request("POST /orders/{orderId}/payments").path("orderId", orderId).by(TENANT, customer).body(body), environment);
    }

    Lambda.Answer refund(String orderId, String key, String body) {
        return Lambda.request(refundPayment, HttpEvents.request("POST /admin/orders/{orderId}/refunds").path("orderId", orderId).by(TENANT, "operator")
                .header("Idempotency-Key", key).body(body), environment);
    }

    Lambda.Answer webhook(String provider, Map<String, String> headers, String body) {
        var request = HttpEvents.request("POST /webhooks/{provider}").path("provider", provider).body(body);
        headers.forEach(request::header);
        return Lambda.request(paymentWebhook, request, environment);
    }

    Lambda.Answer replay(String tenant, String provider, String eventId) {
        return Lambda.request(replayWebhook, HttpEvents.request("POST /admin/webhooks/{provider}/{eventId}/replay").path("provider", provider).path("eventId", eventId).by(tenant, "operator"), environment);
    }

    /** An order that waits for its money. */
    String openOrder() {
        var orderId = newOrder();
        request(orderId, "token-of-" + orderId);
        return orderId;
    }

    String paidOrder() {
        var orderId = openOrder();
        settle(orderId, 1, Outcome.SUCCEEDED);
        applyInbox();
        return orderId;
    }

    /** The buyer's bank answers; returns when the webhook has been taken. */
    void settle(String orderId, int attempt, Outcome outcome) {
        settle(orderId, attempt, outcome, 1, null);
    }

    void settle(String orderId, int attempt, Outcome outcome, int times, Money amount) {
        var settlement = simulator.settle(id(orderId, attempt).toString(), outcome, times,
                Optional.ofNullable(amount).map(money -> new commerce.local.simulators.Money(money.minor(), money.currency().getCurrencyCode())));
        assertInstanceOf(Settlement.Settled.class, settlement).delivered().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** What the stream does: hands every waiting inbox item to apply-notification, as inserted. */
    JsonNode applyInbox() {
        return apply(table.all().stream().filter(item -> item.containsKey("inboxShard")).toList());
    }

    JsonNode apply(List<Map<String, AttributeValue>> inboxItems) {
        return Lambda.invoke(applyNotification, Streams.inserts(inboxItems), environment);
    }

    /** What the bus does with refund.requested.v1, then waits for the provider's word and applies it. */
    void executeRefunds() {
        var requested = table.outbox().stream().filter(event -> event.type().equals("refund.requested.v1")).toList();
        var before = simulator.acceptedDeliveries();
        var pending = requested.stream().filter(event -> refund(event.subject(), event.data().path("refundId").asText()).status() == Refund.Status.PENDING).count();
        requested.forEach(event -> assertEquals(0, deliver(executeRefund, event).path("batchItemFailures").size()));
        door.await(() -> simulator.acceptedDeliveries() >= before + pending);
        applyInbox();
    }

    JsonNode deliver(EventConsumer consumer, Event event) {
        return Lambda.invoke(consumer, Map.of("Records", List.of(Map.of("messageId", "m1", "body", Json.write(Map.of("detail", event))))), environment);
    }

    // ---- what can be seen ---------------------------------------------------------------------------------------------------------

    Payment row(String orderId) {
        return table.during(() -> rows.find(TENANT, orderId).orElseThrow());
    }

    Refund refund(String orderId, String refundId) {
        return table.during(() -> refundRows.find(id(orderId, 1), refundId).orElseThrow());
    }

    List<String> events(String orderId) {
        return table.outbox().stream().filter(event -> event.subject().equals(orderId)).map(Event::type).sorted().toList();
    }

    List<JsonNode> answers(String orderId, String call) {
        return aws.standIn().calls("AWSStepFunctions." + call).stream().map(made -> made.input()).filter(input -> input.path("taskToken").asText().endsWith(orderId)).toList();
    }

    /** The items about an order and the inbox, without what only says when. */
    List<Map<String, AttributeValue>> everything() {
        return table.all();
    }

    static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text.replace('\'', '"'));
    }

    @Override
    public void close() {
        Contracts.assertMatchSchemas(table.outbox());
        simulator.close();
        deliveries.close();
        door.close();
        aws.close();
    }
}
