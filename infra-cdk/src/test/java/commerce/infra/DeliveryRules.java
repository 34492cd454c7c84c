package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules, mappings and schedules: what they deliver arrives or is set aside, and they may do so. */
final class DeliveryRules {

    private static final String RULE = "AWS::Events::Rule";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";

    private static final Path PUBLISHED = Path.of("..", "events", "published");

    private static final Set<String> POLLS_QUEUE = Set.of("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage");
    private static final Set<String> POLLS_STREAM = Set.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
    private static final Set<String> SETS_ASIDE = Set.of("sqs:SendMessage");

    /** What a function may do because of its trigger, not because of its code. */
    static final Set<String> BY_TRIGGER = Stream.of(POLLS_QUEUE, POLLS_STREAM, SETS_ASIDE).flatMap(Set::stream).collect(Collectors.toSet());

    static final Rule SWITCHED_ON = new Rule("every rule and every mapping is switched on", templates -> Stream.concat(
            templates.ofType(RULE).filter(rule -> !rule.property("State").asText("ENABLED").equals("ENABLED")),
            templates.ofType(MAPPING).filter(mapping -> !mapping.property("Enabled").asBoolean(true))).map(Templates.Resource::toString));

    static final Rule UNDELIVERED = new Rule("every rule keeps what it cannot deliver", templates -> targets(templates)
            .filter(target -> templates.target(target.rule().stack(), target.body().at("/DeadLetterConfig/Arn")).isEmpty() || !target.body().path("RetryPolicy").has("MaximumRetryAttempts"))
            .map(target -> target.rule().toString()));

    static final Rule WHOLE_EVENTS = new Rule("every rule delivers whole events", templates -> targets(templates)
            .filter(target -> Stream.of("Input", "InputPath", "InputTransformer").anyMatch(target.body()::has)).map(target -> target.rule().toString()));

    static final Rule MAY_DELIVER = new Rule("every rule may deliver what it selects and set aside what it cannot", templates -> targets(templates)
            .flatMap(target -> Stream.of(target.body().path("Arn"), target.body().at("/DeadLetterConfig/Arn"))
                    .flatMap(reference -> templates.target(target.rule().stack(), reference).stream())
                    .filter(receiver -> !mayReceiveFrom(templates, target.rule(), receiver)).map(receiver -> target.rule() + " may not deliver to " + receiver)));

    static final Rule PARTIAL_FAILURES = ofEvery(MAPPING, "every batch reports which of its parts failed",
            (templates, mapping) -> mapping.property("FunctionResponseTypes").toString().contains("ReportBatchItemFailures"));

    static final Rule BOUNDED = ofEvery(MAPPING, "a change that keeps failing is cut out, tried a bounded number of times and set aside",
            (templates, mapping) -> fromQueue(templates, mapping)
            || mapping.property("BisectBatchOnFunctionError").asBoolean() && mapping.property("MaximumRetryAttempts").asInt() > 0 && mapping.property("MaximumRecordAgeInSeconds").asInt() > 0
                    && templates.target(mapping.stack(), mapping.property("DestinationConfig/OnFailure/Destination")).isPresent());

    static final Rule ASYNCHRONOUS = new Rule("every scheduled run that keeps failing is set aside", templates -> targets(templates)
            .filter(target -> !target.rule().property("ScheduleExpression").isMissingNode())
            .map(target -> templates.functionBehind(target.rule().stack(), target.body().path("Arn")))
            .filter(function -> templates.ofType("AWS::Lambda::EventInvokeConfig").noneMatch(config -> templates.functionBehind(config.stack(), config.property("FunctionName")).equals(function)
                    && config.property("Qualifier").asText().equals(PhysicalNames.LIVE) && templates.target(config.stack(), config.property("DestinationConfig/OnFailure/Destination")).isPresent()))
            .map(Templates.Resource::toString));

    static final Rule MAY_POLL = new Rule("every function may read exactly what feeds it and write where its failures are set aside", DeliveryRules::wronglyGranted);

    static final Rule DESCRIBED = new Rule("every event that is consumed is one that events/published describes", templates -> templates.ofType(RULE)
            .filter(rule -> rule.property("EventPattern/source/0").asText().startsWith("commerce."))
            .flatMap(rule -> rule.property("EventPattern/detail-type").valueStream().filter(type -> !Files.exists(PUBLISHED.resolve(type.asText() + ".json"))).map(type -> rule + " listens to " + type.asText())));

    static final List<Rule> ALL = List.of(DESCRIBED, SWITCHED_ON, UNDELIVERED, WHOLE_EVENTS, MAY_DELIVER, PARTIAL_FAILURES, BOUNDED, ASYNCHRONOUS, MAY_POLL);

    private record Target(Templates.Resource rule, JsonNode body) {}

    private DeliveryRules() {}

    private static Stream<Target> targets(Templates templates) {
        return templates.ofType(RULE).flatMap(rule -> rule.property("Targets").valueStream().map(body -> new Target(rule, body)));
    }

    private static boolean fromQueue(Templates templates, Templates.Resource mapping) {
        return QueueRules.source(templates, mapping).type().equals("AWS::SQS::Queue");
    }

    private static boolean mayReceiveFrom(Templates templates, Templates.Resource rule, Templates.Resource receiver) {
        if (receiver.type().equals("AWS::SQS::Queue")) {
            return QueueRules.policies(templates, receiver).anyMatch(statement -> statement.path("Effect").asText().equals("Allow") && statement.at("/Principal/Service").asText().equals("events.amazonaws.com")
                    && statement.path("Action").toString().contains("\"sqs:SendMessage\"") && templates.target(receiver.stack(), statement.at("/Condition/ArnEquals/aws:SourceArn")).filter(rule::equals).isPresent());
        }
        return templates.ofType("AWS::Lambda::Permission").anyMatch(permission -> permission.property("Principal").asText().equals("events.amazonaws.com")
                && templates.target(permission.stack(), permission.property("FunctionName")).filter(receiver::equals).isPresent()
                && templates.target(permission.stack(), permission.property("SourceArn")).filter(rule::equals).isPresent());
    }

    private static Stream<String> wronglyGranted(Templates templates) {
        var found = new ArrayList<String>();
        for (var function : templates.functions()) {
            var expected = expected(templates, function);
            var granted = Policies.ofFunction(templates, function).stream()
                    .flatMap(statement -> statement.actions().stream().filter(BY_TRIGGER::contains).flatMap(action -> statement.resources().stream().map(resource -> action + " on " + resource))).collect(Collectors.toSet());
            expected.stream().filter(grant -> !granted.contains(grant)).forEach(grant -> found.add(function + " may not " + grant));
            granted.stream().filter(grant -> !expected.contains(grant)).forEach(grant -> found.add(function + " may " + grant + " for nothing"));
        }
        return found.stream();
    }

    private static Set<String> expected(Templates templates, Templates.Resource function) {
        var mappings = templates.ofType(MAPPING).filter(mapping -> QueueRules.function(templates, mapping).equals(function)).toList();
        var configs = templates.ofType("AWS::Lambda::EventInvokeConfig").filter(config -> templates.functionBehind(config.stack(), config.property("FunctionName")).equals(function)).toList();
        var sources = mappings.stream().flatMap(mapping -> grants(templates, mapping, mapping.property("EventSourceArn"), fromQueue(templates, mapping) ? POLLS_QUEUE : POLLS_STREAM));
        var destinations = Stream.concat(mappings.stream(), configs.stream())
                .flatMap(holder -> grants(templates, holder, holder.property("DestinationConfig/OnFailure/Destination"), SETS_ASIDE));
        return Stream.concat(sources, destinations).collect(Collectors.toSet());
    }

    private static Stream<String> grants(Templates templates, Templates.Resource holder, JsonNode reference, Set<String> actions) {
        return reference.isMissingNode() ? Stream.of() : actions.stream().map(action -> action + " on " + templates.text(holder.stack(), reference));
    }
}
