package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.testing.Contracts;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderEvents;
import commerce.ordering.domain.Placement;
import commerce.ordering.domain.SomeOrders;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every sample in events/operations of this context, through its real handler, on the order the samples are about. */
class SamplesTest {

    private OrderingUnderTest ordering;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
        var order = Order.place(new Placement(TENANT, SomeOrders.ID, "alice", ordering.clock.instant(), SomeOrders.quote(8_800), "simulator", Optional.empty(), Optional.empty()));
        ordering.table.during(() -> ordering.dynamoDb.transactWriteItems(write -> write.transactItems(ordering.orderingTable.putIfNew(order, OrderEvents.placed(order.placement())))));
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    private JsonNode run(String name, RequestStreamHandler operation) {
        return ordering.invoke(operation, Contracts.sample(name));
    }

    private JsonNode body(int status, String name, RequestStreamHandler operation) {
        var answer = run(name, operation);
        assertEquals(status, answer.path("statusCode").asInt(), answer.toString());
        return Json.read(answer.path("body").asText());
    }

    private void consumed(String name, RequestStreamHandler operation) {
        assertEquals(0, run(name, operation).path("batchItemFailures").size());
    }

    @Test
    void theSamplesOfTheCustomersRoutesAreAnswered() {
        assertEquals("PENDING", body(202, "place-order", ordering.placeOrder).path("status").asText());
        assertEquals(SomeOrders.ID, body(200, "get-order", ordering.getOrder).path("orderId").asText());
        assertEquals(2, body(200, "list-orders", ordering.listOrders).path("items").size());
        assertEquals(SomeOrders.ID, body(202, "request-cancellation", ordering.requestCancellation).path("orderId").asText());
    }

    @Test
    void theSamplesOfTheOperatorsRoutesAreAnswered() {
        ordering.aws.standIn().on(OrderingUnderTest.DESCRIBE, input -> java.util.Map.of("name", SomeOrders.ID, "status", "RUNNING", "startDate", 1));
        assertEquals("alice", body(200, "inspect-order", ordering.inspectOrder).path("customer").asText());
        assertEquals(1, body(200, "search-orders", ordering.searchOrders).path("items").size());
    }

    @Test
    void theSamplesOfAPaidCheckoutConfirmTheOrder() {
        consumed("start-checkout", ordering.startCheckout);
        assertEquals("alice", run("describe-order", ordering.describeOrder).path("customer").asText());
        consumed("record-payment", ordering.recordPayment);
        assertEquals("CONFIRMED", run("confirm-order", ordering.confirmOrder).path("status").asText());
        consumed("record-refund", ordering.recordRefund);
        assertEquals(8_800, ordering.order(SomeOrders.ID).refunds().total().minor());
    }

    @Test
    void theSamplesOfTheOtherEndsEndTheOrder() {
        assertEquals("REJECTED", run("reject-order", ordering.rejectOrder).path("status").asText());
        close();
        start();
        assertEquals("CANCELLED", run("cancel-order", ordering.cancelOrder).path("status").asText());
    }

    @Test
    void theSampleOfAStoppedExecutionRedrivesIt() {
        consumed("repair-order", ordering.repairOrder);

        assertEquals(1, ordering.aws.standIn().calls(OrderingUnderTest.REDRIVE).size());
    }

    @Test
    void theSampleOfTheStreamIsPublishedAndMarked() {
        consumed("publish-ordering-events", ordering.publishEvents);

        assertEquals(List.of(), ordering.table.outbox());
        var entry = ordering.aws.standIn().calls("AWSEvents.PutEvents").getFirst().input().at("/Entries/0");
        assertEquals("order.placed.v1", entry.path("DetailType").asText());
        assertEquals("commerce.ordering", entry.path("Source").asText());
        assertEquals(List.of(), Contracts.faults(Json.read(entry.path("Detail").asText(), Event.class)));
    }

    @Test
    void theSampleOfTheSchedulePublishesWhatWasLeftBehind() {
        assertEquals(0, run("republish-ordering-events", ordering.republishEvents).path("published").asInt());
        ordering.clock.advance(java.time.Duration.ofMinutes(6));

        assertEquals(1, run("republish-ordering-events", ordering.republishEvents).path("published").asInt());
        assertEquals(List.of(), ordering.table.outbox());
    }

    @Test
    void aSchemaRefusesWhatItDoesNotKnow() {
        var event = OrderEvents.placed(SomeOrders.placement("alice"));
        assertTrue(Contracts.faults(event).isEmpty());
        var more = new Event(event.id(), event.source(), event.type(), event.time(), event.subject(), event.tenant(), event.data().<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy().put("secret", 1));

        assertFalse(Contracts.faults(more).isEmpty());
    }
}
