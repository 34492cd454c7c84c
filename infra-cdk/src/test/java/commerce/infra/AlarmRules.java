package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whatever goes wrong wakes somebody. */
final class AlarmRules {

    private static final String ALARM = "AWS::CloudWatch::Alarm";
    private static final String OWN = Alarms.NAMESPACE;

    static final Rule HEARD = ofEvery(ALARM, "every alarm reaches the topic, says what it means and takes silence for good",
            (templates, alarm) -> alarm.property("ActionsEnabled").asBoolean(true)
            && templates.target(alarm.stack(), alarm.property("AlarmActions/0")).filter(topic -> topic.type().equals("AWS::SNS::Topic")).isPresent()
            && alarm.property("AlarmDescription").asText().length() > 20 && alarm.property("TreatMissingData").asText().equals("notBreaching"));

    static final Rule PROMPT = ofEvery(ALARM, "every alarm rings within five minutes", (templates, alarm) -> alarm.property("EvaluationPeriods").asInt() == 1
            && alarm.property("Period").asInt(300) <= 300 && alarm.property("ComparisonOperator").asText().equals("GreaterThanOrEqualToThreshold"));

    static final Rule FAILURES = ofEvery("AWS::Lambda::Function", "every function's failures ring",
            (templates, function) -> watched(templates, function, "AWS/Lambda", "Errors", 1) || countedByItsLog(templates, function));

    static final Rule THROTTLES = new Rule("functions refused for lack of concurrency ring",
            templates -> templates.ofType(ALARM).anyMatch(alarm -> is(alarm, "AWS/Lambda", "Throttles", 1) && alarm.property("Dimensions").isMissingNode()) ? Stream.of() : Stream.of("all functions"));

    static final Rule DEAD_LETTERS = ofDeadLetters("every dead letter rings", "ApproximateNumberOfMessagesVisible", 1);

    static final Rule FORGOTTEN = ofDeadLetters("every dead letter rings again before it is lost", "ApproximateAgeOfOldestMessage", 864_000);

    static final Rule STUCK = new Rule("every queue that is not worked on rings",
            templates -> QueueRules.mappings(templates).map(mapping -> QueueRules.source(templates, mapping))
            .filter(queue -> !watched(templates, queue, "AWS/SQS", "ApproximateAgeOfOldestMessage", 3600)).map(Templates.Resource::toString));

    static final Rule LATE = new Rule("every function that falls behind its stream rings", templates -> templates.ofType("AWS::Lambda::EventSourceMapping")
            .filter(mapping -> QueueRules.source(templates, mapping).type().equals("AWS::DynamoDB::Table")).map(mapping -> QueueRules.function(templates, mapping))
            .filter(function -> !watched(templates, function, "AWS/Lambda", "IteratorAge", 3_600_000)).map(Templates.Resource::toString));

    static final Rule WORKFLOWS = ofEvery("AWS::StepFunctions::StateMachine", "every execution that fails, times out or is stopped rings", (templates, machine) ->
            Stream.of("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted").allMatch(metric -> watched(templates, machine, "AWS/States", metric, 1)));

    static final Rule FRONT_DOOR = ofEvery("AWS::ApiGatewayV2::Api", "callers answered 5xx ring",
            (templates, api) -> watched(templates, api, "AWS/ApiGateway", "5xx", 5));

    static final Rule LISTENER = new Rule("production cannot be deployed without somebody who hears the alarms",
            templates -> Stream.of(templates.byStack().get("Platform").at("/Parameters/AlarmEmail"))
            .filter(email -> templates.config().data().kept() && (email.isMissingNode() || email.path("Default").asText("x").isEmpty() || !email.has("AllowedPattern"))).map(email -> "AlarmEmail may be empty"));

    static final List<Rule> ALL = List.of(HEARD, LISTENER, PROMPT, FAILURES, THROTTLES, DEAD_LETTERS, FORGOTTEN, STUCK, LATE, WORKFLOWS, FRONT_DOOR);

    private AlarmRules() {}

    private static Rule ofDeadLetters(String name, String metric, int threshold) {
        return ofEvery("AWS::SQS::Queue", name, (templates, queue) -> !QueueRules.deadLetters(templates).contains(queue.toString()) || watched(templates, queue, "AWS/SQS", metric, threshold));
    }

    /** @param threshold the highest that still warns in time */
    private static boolean is(Templates.Resource alarm, String namespace, String metric, int threshold) {
        return alarm.property("Namespace").asText().equals(namespace) && alarm.property("MetricName").asText().equals(metric) && alarm.property("Threshold").asInt(Integer.MAX_VALUE) <= threshold;
    }

    private static boolean watched(Templates templates, Templates.Resource watched, String namespace, String metric, int threshold) {
        return templates.ofType(ALARM).filter(alarm -> is(alarm, namespace, metric, threshold) && alarm.property("Dimensions").size() == 1)
                .anyMatch(alarm -> templates.target(alarm.stack(), alarm.property("Dimensions/0/Value")).equals(Optional.of(watched)));
    }

    /** For functions whose thrown exceptions are mostly answers: the lines that tell of the others, and of those that could write none. */
    private static boolean countedByItsLog(Templates templates, Templates.Resource function) {
        var metric = function.id() + "UnexpectedErrors";
        return templates.ofType(ALARM).anyMatch(alarm -> is(alarm, OWN, metric, 1))
                && Stream.of("{ $.level = \"ERROR\" }", "?\"Task timed out after\" ?\"Runtime exited\"").allMatch(pattern -> templates.ofType("AWS::Logs::MetricFilter").anyMatch(filter ->
                        filter.property("FilterPattern").asText().equals(pattern) && filter.property("MetricTransformations/0/MetricName").asText().equals(metric)
                                && templates.target(filter.stack(), filter.property("LogGroupName")).equals(templates.target(function.stack(), function.property("LoggingConfig/LogGroup")))));
    }
}
