package commerce.local.stage.blackbox;

import commerce.local.stage.LocalStage;
import commerce.local.stage.StageModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Everything a stage holds: each item of each table with all its attributes, and each workflow with its status. */
public final class Contents implements AutoCloseable {

    private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems");

    private final LocalStage stage;
    private final StageModel model;
    private final DynamoDbClient tables;

    public Contents(LocalStage stage) {
        this.stage = stage;
        this.model = stage.model();
        this.tables = DynamoDbClient.builder()
                .endpointOverride(stage.awsEndpoint())
                .region(Region.of(model.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** In an order of their own, so that two readings of an unchanged stage are equal. */
    public List<String> read() {
        Stream<String> items = model.tables().keySet().stream().flatMap(table ->
                tables.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items().stream().map(item -> table + " " + item));
        Stream<String> workflows = model.stateMachines().keySet().stream().flatMap(machine ->
                stage.stepFunctions().listExecutions(machine, Optional.empty()).stream().map(execution -> execution.name() + " " + execution.status()));
        return Stream.concat(items, workflows).sorted().toList();
    }

    /** How many calls of functions so far may have changed a table. */
    long writes() {
        return stage.metrics().snapshot().dynamoDbCalls().entrySet().stream().filter(call -> !READS.contains(call.getKey())).mapToLong(Map.Entry::getValue).sum();
    }

    @Override
    public void close() {
        tables.close();
    }
}
