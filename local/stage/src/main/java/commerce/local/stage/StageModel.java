package commerce.local.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The resolved template of all stacks: no intrinsic functions are left, references between resources are names. Names are physical names;
 * where the template gives none, {@code <stack>-<logical id>}.
 *
 * @param region the pseudo parameter {@code AWS::Region}
 * @param account the pseudo parameter {@code AWS::AccountId}
 * @param routes the HTTP API's routes
 * @param cors its CORS configuration, if it has one
 * @param functions by operation name
 * @param tables by table name
 * @param buckets names of the S3 buckets
 * @param queues by queue name
 * @param queueMappings SQS event source mappings
 * @param streamMappings DynamoDB stream event source mappings
 * @param buses names of the event buses, {@code default} included
 * @param rules rules with an event pattern
 * @param schedules rules and schedules with a schedule expression
 * @param stateMachines by ARN
 * @param secrets by ARN
 * @param ssmParameters Parameter Store, by name
 * @param outputs CloudFormation outputs, {@code <stack>.<output>}
 * @param inert resources that have no effect here, and why
 */
public record StageModel(
        String region,
        String account,
        List<Route> routes,
        Optional<Cors> cors,
        Map<String, Function> functions,
        Map<String, Table> tables,
        Set<String> buckets,
        Map<String, Queue> queues,
        List<QueueMapping> queueMappings,
        List<StreamMapping> streamMappings,
        Set<String> buses,
        List<Rule> rules,
        List<Schedule> schedules,
        Map<String, StateMachine> stateMachines,
        Map<String, Secret> secrets,
        Map<String, String> ssmParameters,
        Map<String, String> outputs,
        List<Inert> inert) {

    /**
     * A route of the HTTP API. Payload format 2.0.
     *
     * @param method upper case, or {@code ANY}
     * @param path e.g. {@code /products/{sku}}; {@code {proxy+}} matches the rest
     * @param operation the function behind it
     * @param authorizer empty: everybody may call it
     * @param scopes one of these must be in the token's {@code scope}; empty: any valid token
     * @param integrationTimeout after which the gateway answers 503 (at most 30 s on AWS)
     */
    public record Route(
            String method,
            String path,
            String operation,
            Optional<JwtAuthorizer> authorizer,
            Set<String> scopes,
            Duration integrationTimeout) {

        /** As API Gateway writes it: {@code GET /products/{sku}}. */
        public String routeKey() {
            return method + " " + path;
        }
    }

    /** A JWT authorizer: tokens must be of this issuer and for one of these audiences. */
    public record JwtAuthorizer(String issuer, Set<String> audiences) {}

    /** CORS configuration; {@code *} stands for any. */
    public record Cors(
            Set<String> allowOrigins,
            Set<String> allowMethods,
            Set<String> allowHeaders,
            Set<String> exposeHeaders,
            boolean allowCredentials,
            Duration maxAge) {}

    /**
     * @param operation the name of the {@code @Named} handler, e.g. {@code reserve-stock}
     * @param module the Maven module that holds it
     * @param arn the function's ARN, without a version or alias
     * @param handler what the runtime is to call, {@code class::method}
     * @param reservedConcurrency how many invocations may run at once; empty: as many as there is room for
     * @param environment the function's environment variables, resolved
     * @param async how it is invoked when nobody waits for its answer
     */
    public record Function(
            String operation, String module, String name, String arn, String handler, int memoryMegabytes, Duration timeout,
            OptionalInt reservedConcurrency, Map<String, String> environment, Async async) {

        /** A function that is found by its operation alone, and may run as often at once as it is called. */
        public Function(String operation, String module, String name, String arn, int memoryMegabytes, Duration timeout, Map<String, String> environment) {
            this(operation, module, name, arn, "", memoryMegabytes, timeout, OptionalInt.empty(), environment);
        }

        /** With Lambda's defaults for asynchronous invocations. */
        public Function(String operation, String module, String name, String arn, String handler, int memoryMegabytes, Duration timeout,
                OptionalInt reservedConcurrency, Map<String, String> environment) {
            this(operation, module, name, arn, handler, memoryMegabytes, timeout, reservedConcurrency, environment, Async.DEFAULT);
        }
    }

    /**
     * How Lambda treats an event for a function that nobody waits for.
     *
     * @param maximumRetries 0 to 2, after the first attempt
     * @param maximumAge an older event is given up
     * @param onSuccess the ARN of the queue that hears of each success
     * @param onFailure the ARN of the queue that hears of events that were given up
     */
    public record Async(int maximumRetries, Duration maximumAge, Optional<String> onSuccess, Optional<String> onFailure) {
        public static final Async DEFAULT = new Async(2, Duration.ofHours(6), Optional.empty(), Optional.empty());
    }

    /**
     * @param definition the arguments of CreateTable, as DynamoDB's API takes them
     * @param streamArn present if the table has a stream; only a name here, DynamoDB Local makes its own
     * @param timeToLiveAttribute recorded, without effect
     */
    public record Table(String name, String arn, JsonNode definition, Optional<String> streamArn, Optional<String> timeToLiveAttribute) {

        /** The name of the hash key attribute. */
        public String hashKey() {
            return definition.path("KeySchema").valueStream()
                    .filter(key -> key.path("KeyType").asText().equals("HASH"))
                    .findFirst()
                    .map(key -> key.path("AttributeName").asText())
                    .orElseThrow(() -> new IllegalStateException("the table " + name + " has no hash key"));
        }
    }

    /** @param deadLetters where messages go that were received {@code maxReceiveCount} times without success */
    public record Queue(String name, String arn, Duration visibilityTimeout, Duration delay, Duration retention, Optional<Redrive> deadLetters) {}

    /** The redrive policy of a queue. */
    public record Redrive(String queue, int maxReceiveCount) {}

    /**
     * @param filters event patterns; a message that matches none is deleted unread; empty: all pass
     * @param partialFailures whether the function answers {@code batchItemFailures}
     */
    public record QueueMapping(
            String id, String queue, String operation, int batchSize, Duration window, Optional<Integer> maxConcurrency,
            boolean partialFailures, List<JsonNode> filters) {}

    /**
     * @param filters event patterns on the stream record; a record that matches none is skipped; empty: all pass
     * @param maximumRetries -1: until the record expires
     * @param onFailure the ARN of the queue that hears about records that were given up
     */
    public record StreamMapping(
            String id, String table, String operation, int batchSize, Duration window, boolean fromTheBeginning, boolean bisectOnError,
            int maximumRetries, Optional<Duration> maximumAge, int parallelization, boolean partialFailures, List<JsonNode> filters,
            Optional<String> onFailure) {}

    /** A rule that matches events of one bus. */
    public record Rule(String id, String name, String bus, JsonNode pattern, List<Target> targets) {}

    /** A rule or schedule on the clock, in UTC. @param expression {@code rate(5 minutes)} or {@code cron(...)} */
    public record Schedule(String id, String name, String expression, List<Target> targets) {}

    /**
     * @param arn of a queue, function or event bus
     * @param input what it gets of the event
     * @param deadLetters the ARN of the queue for events that could not be delivered
     * @param maximumRetries AWS's default is 185
     */
    public record Target(String id, String arn, Input input, Optional<String> deadLetters, int maximumRetries, Duration maximumAge) {}

    /** What a target gets of an event. */
    public sealed interface Input {

        /** All of it. */
        record Whole() implements Input {}

        /** Something that has nothing to do with it. */
        record Constant(JsonNode value) implements Input {}

        /** What a path like {@code $.detail} leads to. */
        record Part(String path) implements Input {}

        /** A template in which {@code <variable>} stands for what its path leads to. */
        record Transformed(Map<String, String> paths, String template) implements Input {}
    }

    /** @param definition the ASL text with every substitution made */
    public record StateMachine(String name, String arn, String definition) {}

    /** @param value a constant for generated ones: stable while the stage lives */
    public record Secret(String name, String arn, String value) {}

    /** A resource without effect here. */
    public record Inert(String stack, String logicalId, String type, String reason) {}
}
