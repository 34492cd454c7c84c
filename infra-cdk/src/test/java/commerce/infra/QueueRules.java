package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A message is worked on, or kept where somebody looks. */
final class QueueRules {

    private static final String QUEUE = "AWS::SQS::Queue";
    private static final int FOURTEEN_DAYS = 1_209_600;

    static final Rule DEAD_LETTERS = ofEvery(QUEUE, "every queue has dead letters or holds them",
            (templates, queue) -> queue.property("RedrivePolicy").isMissingNode() ? holdsDeadLetters(templates, queue) : redrivesElsewhere(templates, queue));

    static final Rule VISIBILITY = new Rule("every queue hides a message six times as long as its function may run", templates -> mappings(templates)
            .filter(mapping -> source(templates, mapping).property("VisibilityTimeout").asInt(30) < 6 * FunctionRules.timeout(function(templates, mapping)))
            .map(mapping -> source(templates, mapping).toString()));

    static final Rule ENCRYPTED = ofEvery(QUEUE, "every queue is encrypted and refuses plain connections",
            (templates, queue) -> queue.property("SqsManagedSseEnabled").asBoolean()
            && policies(templates, queue).anyMatch(statement -> statement.path("Effect").asText().equals("Deny") && statement.at("/Condition/Bool/aws:SecureTransport").asText().equals("false")));

    static final Rule KEPT = ofEvery(QUEUE, "every queue keeps its messages as long as SQS can",
            (templates, queue) -> queue.property("MessageRetentionPeriod").asInt() == FOURTEEN_DAYS);

    static final Rule ONE_CONSUMER = ofEvery(QUEUE, "every queue has one consumer at most",
            (templates, queue) -> mappings(templates).filter(mapping -> source(templates, mapping).equals(queue)).count() <= 1);

    static final List<Rule> ALL = List.of(DEAD_LETTERS, VISIBILITY, ENCRYPTED, KEPT, ONE_CONSUMER);

    private QueueRules() {}

    /** The mappings that feed a function from a queue. */
    static Stream<Templates.Resource> mappings(Templates templates) {
        return templates.ofType("AWS::Lambda::EventSourceMapping").filter(mapping -> source(templates, mapping).type().equals(QUEUE));
    }

    static Templates.Resource source(Templates templates, Templates.Resource mapping) {
        return templates.target(mapping.stack(), mapping.property("EventSourceArn")).orElseThrow();
    }

    static Templates.Resource function(Templates templates, Templates.Resource mapping) {
        return templates.functionBehind(mapping.stack(), mapping.property("FunctionName"));
    }

    private static boolean redrivesElsewhere(Templates templates, Templates.Resource queue) {
        var target = templates.target(queue.stack(), queue.property("RedrivePolicy/deadLetterTargetArn"));
        return target.filter(deadLetters -> deadLetters.type().equals(QUEUE) && !deadLetters.equals(queue)).isPresent() && queue.property("RedrivePolicy/maxReceiveCount").asInt() >= 5;
    }

    private static boolean holdsDeadLetters(Templates templates, Templates.Resource queue) {
        return deadLetters(templates).contains(queue.toString()) && mappings(templates).noneMatch(mapping -> source(templates, mapping).equals(queue));
    }

    /** The queues in which something ends that could not be delivered or worked on. */
    static Set<String> deadLetters(Templates templates) {
        var found = new TreeSet<String>();
        templates.ofType(QUEUE).forEach(queue -> collect(templates, queue, queue.property("RedrivePolicy/deadLetterTargetArn"), found));
        templates.ofType("AWS::Events::Rule").forEach(rule -> rule.property("Targets").forEach(target -> collect(templates, rule, target.at("/DeadLetterConfig/Arn"), found)));
        for (var type : List.of("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig")) {
            templates.ofType(type).forEach(mapping -> collect(templates, mapping, mapping.property("DestinationConfig/OnFailure/Destination"), found));
        }
        return found;
    }

    private static void collect(Templates templates, Templates.Resource from, JsonNode reference, Set<String> found) {
        templates.target(from.stack(), reference).ifPresent(queue -> found.add(queue.toString()));
    }

    /** What the queue's own policies say. */
    static Stream<JsonNode> policies(Templates templates, Templates.Resource queue) {
        return templates.ofType("AWS::SQS::QueuePolicy")
                .filter(policy -> policy.property("Queues").valueStream().anyMatch(reference -> templates.target(policy.stack(), reference).filter(queue::equals).isPresent()))
                .flatMap(policy -> policy.property("PolicyDocument/Statement").valueStream());
    }
}
