package commerce.infra;

import static commerce.infra.Fault.in;
import static commerce.infra.Fault.remove;
import static commerce.infra.Fault.statement;
import static commerce.infra.Fault.statements;
import static commerce.infra.Fault.without;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Messages that would be lost, come twice at once, or never come. */
final class QueueFaults {

    private static final String QUEUE = "AWS::SQS::Queue";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final String RULE = "AWS::Events::Rule";

    static final List<Fault> ALL = List.of(
            in(QUEUE, "StartCheckoutEventsQueue", "", QueueRules.DEAD_LETTERS, "a queue without dead letters", queue -> queue.remove("RedrivePolicy")),
            in(QUEUE, "StartCheckoutEventsQueue", "RedrivePolicy", QueueRules.DEAD_LETTERS, "a queue that gives up at once", policy -> policy.put("maxReceiveCount", 1)),
            in(QUEUE, "StartCheckoutEventsQueue", "", QueueRules.VISIBILITY, "a queue that shows a message again too soon", queue -> queue.put("VisibilityTimeout", 179)),
            in(QUEUE, "StartCheckoutEventsQueue", "", QueueRules.ENCRYPTED, "a queue that is not encrypted", queue -> queue.remove("SqsManagedSseEnabled")),
            new Fault("a queue that takes plain connections", QueueRules.ENCRYPTED, "StartCheckoutEventsQueue", templates -> remove(
                    (ArrayNode) templates.one("AWS::SQS::QueuePolicy", "StartCheckoutEventsQueuePolicy").property("PolicyDocument/Statement"), statement -> statement.path("Effect").asText().equals("Deny"))),
            in(QUEUE, "StartCheckoutEventsDeadLettersQueue", "", QueueRules.KEPT, "dead letters that are forgotten after four days", queue -> queue.remove("MessageRetentionPeriod")),
            new Fault("two consumers of one queue", QueueRules.ONE_CONSUMER, "StartCheckoutEventsQueue",
                    templates -> templates.add(new Templates.Resource("Ordering", "Planted", templates.one(MAPPING, "StartCheckoutEventsMapping").body().deepCopy()))),
            in(RULE, "StartCheckoutEventsRule", "EventPattern", DeliveryRules.DESCRIBED, "a rule that listens to an event nobody publishes", pattern -> pattern.putArray("detail-type").add("order.plced.v1")),
            in(RULE, "RepublishCatalogEventsScheduleRule", "", DeliveryRules.SWITCHED_ON, "a schedule that is switched off", rule -> rule.put("State", "DISABLED")),
            in(MAPPING, "StartCheckoutEventsMapping", "", DeliveryRules.SWITCHED_ON, "a queue whose mapping is switched off", mapping -> mapping.put("Enabled", false)),
            new Fault("a rule that drops what it cannot deliver", DeliveryRules.UNDELIVERED, "StartCheckoutEventsRule", templates -> target(templates, "StartCheckoutEventsRule").remove("RetryPolicy")),
            new Fault("a rule that delivers part of an event", DeliveryRules.WHOLE_EVENTS, "StartCheckoutEventsRule", templates -> target(templates, "StartCheckoutEventsRule").put("InputPath", "$.detail")),
            new Fault("a rule that may not deliver", DeliveryRules.MAY_DELIVER, "StartCheckoutEventsQueue", templates -> remove(
                    (ArrayNode) templates.one("AWS::SQS::QueuePolicy", "StartCheckoutEventsQueuePolicy").property("PolicyDocument/Statement"), statement -> statement.path("Effect").asText().equals("Allow"))),
            without("AWS::Lambda::Permission", "RepublishCatalogEventsScheduleRule", DeliveryRules.MAY_DELIVER, "RepublishCatalogEventsLive", "a schedule that may not call its function"),
            in(MAPPING, "StartCheckoutEventsMapping", "", DeliveryRules.PARTIAL_FAILURES, "a batch that fails as a whole", mapping -> mapping.remove("FunctionResponseTypes")),
            in(MAPPING, "PublishCatalogEventsChangesMapping", "", DeliveryRules.BOUNDED, "a change that blocks those behind it", mapping -> mapping.remove("MaximumRetryAttempts")),
            in("AWS::Lambda::EventInvokeConfig", "ReapplyNotificationsScheduleFailures", "", DeliveryRules.ASYNCHRONOUS, "a schedule whose failures vanish", config -> config.put("Qualifier", "$LATEST")).naming("ReapplyNotifications"),
            new Fault("a function that may not read its queue", DeliveryRules.MAY_POLL, "StartCheckout may not sqs:ReceiveMessage",
                    templates -> remove(statements(templates, "StartCheckout"), statement(templates, "StartCheckout", "sqs:ReceiveMessage")::equals)),
            new Fault("a function that may not set aside what fails", DeliveryRules.MAY_POLL, "PublishCatalogEvents may not sqs:SendMessage",
                    templates -> remove(statements(templates, "PublishCatalogEvents"), statement(templates, "PublishCatalogEvents", "sqs:SendMessage")::equals)));

    private QueueFaults() {}

    private static ObjectNode target(Templates templates, String rule) {
        return (ObjectNode) templates.one(RULE, rule).property("Targets/0");
    }
}
