package commerce.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * A context's one table: on demand, recoverable to any second of the last 35 days, encrypted with our key, streamed, expiring by
 * {@code expiresAt}, with the index the sweeper finds unpublished events in. Further indexes exist only for a named query.
 */
final class ContextTable extends Construct {

    static final String UNPUBLISHED = "unpublished";

    private final Table table;
    private final IKey key;

    ContextTable(Construct scope, String name, DeploymentConfig.Data data, IKey key) {
        super(scope, name + "Table");
        this.key = key;
        table = Table.Builder.create(this, "Resource")
                .partitionKey(text("pk")).sortKey(text("sk"))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
                .encryption(TableEncryption.CUSTOMER_MANAGED).encryptionKey(key)
                .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                .timeToLiveAttribute("expiresAt")
                .deletionProtection(data.kept())
                .removalPolicy(data.kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        keysOnlyIndex(UNPUBLISHED, "outboxShard", "outboxSince");
    }

    /** An index that holds keys only: whoever finds something there reads the item itself. */
    ContextTable keysOnlyIndex(String name, String partition, String sort) {
        table.addGlobalSecondaryIndex(index(name, partition, sort).projectionType(ProjectionType.KEYS_ONLY).build());
        return this;
    }

    /** An index that answers a list by itself. */
    ContextTable index(String name, String partition, String sort, String... attributes) {
        table.addGlobalSecondaryIndex(index(name, partition, sort).projectionType(ProjectionType.INCLUDE).nonKeyAttributes(List.of(attributes)).build());
        return this;
    }

    /** An index with whole items. */
    ContextTable fullIndex(String name, String partition, String sort) {
        table.addGlobalSecondaryIndex(index(name, partition, sort).projectionType(ProjectionType.ALL).build());
        return this;
    }

    private static GlobalSecondaryIndexProps.Builder index(String name, String partition, String sort) {
        return GlobalSecondaryIndexProps.builder().indexName(name).partitionKey(text(partition)).sortKey(text(sort));
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    String name() {
        return table.getTableName();
    }

    String arn() {
        return table.getTableArn();
    }

    String indexArn(String index) {
        return table.getTableArn() + "/index/" + index;
    }

    String streamArn() {
        return table.getTableStreamArn();
    }

    IKey key() {
        return key;
    }
}
