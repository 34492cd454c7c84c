package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.commission.Channel;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The channels that bring customers: every key and every expression. A channel is the item pk {@code <tenant>#CHANNELS}, sk
 * {@code <channelId>} with {@code channel} (JSON) and its {@code version}. Channels are never deleted: orders name them.
 */
@Singleton
public class ChannelTable {

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public ChannelTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant) {
        return tenant + "#CHANNELS";
    }

    static Map<String, AttributeValue> key(String tenant, String channelId) {
        return Items.key(partition(tenant), channelId);
    }

    static Channel channel(Map<String, AttributeValue> item) {
        return Items.json(item, "channel", Channel.class);
    }

    Optional<Channel> find(String tenant, String channelId) {
        var response = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key(tenant, channelId)));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> channel(found.item()));
    }

    /** The channel and those above it, as far as they can earn: one read for each level above the second. */
    Channel.Chain chain(String tenant, Channel channel) {
        var ids = new ArrayList<>(List.of(channel.channelId()));
        var above = channel.parent();
        while (above.isPresent() && ids.size() < channel.rates().size()) {
            ids.add(above.get());
            above = ids.size() < channel.rates().size() ? find(tenant, above.get()).flatMap(Channel::parent) : Optional.empty();
        }
        return new Channel.Chain(channel, ids);
    }

    /** One page by id; at most {@code limit}. */
    List<Channel> list(String tenant, int limit, Optional<String> after) {
        var values = new HashMap<>(Map.of(":partition", Items.s(partition(tenant))));
        after.ifPresent(id -> values.put(":after", Items.s(id)));
        return dynamoDb.query(request -> request.tableName(table()).limit(limit)
                .keyConditionExpression(after.isPresent() ? "pk = :partition AND sk > :after" : "pk = :partition")
                .expressionAttributeValues(values)).items().stream().map(ChannelTable::channel).toList();
    }

    /**
     * Writes a channel's next version, if the one before it and every channel above it are as they were read: two channels put below one
     * another at once cannot make a circle.
     *
     * @param above its parent, the parent of that, and so on to the top
     * @return false if somebody else changed one of them
     */
    boolean replaceIfUnmoved(String tenant, Channel next, List<Channel> above, Event event, Instant now) {
        var actions = new ArrayList<>(List.of(replace(tenant, next, event, now)));
        above.forEach(channel -> actions.add(unmoved(tenant, channel)));
        return transactions.write(actions) instanceof Transactions.Outcome.Committed;
    }

    private static TransactWriteItem replace(String tenant, Channel channel, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("channel"), ":channel", Items.json(channel), ":version", Items.n(channel.version())));
        if (channel.version() > 1) {
            values.put(":before", Items.n(channel.version() - 1));
        }
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(tenant, channel.channelId()))
                .updateExpression("SET #type = :type, channel = :channel, version = :version, " + outbox.set() + " ADD " + outbox.add())
                .conditionExpression(channel.version() == 1 ? "attribute_not_exists(pk)" : "version = :before")
                .expressionAttributeNames(outbox.names(Map.of("#type", "type")))
                .expressionAttributeValues(outbox.values(values))).build();
    }

    private static TransactWriteItem unmoved(String tenant, Channel channel) {
        return TransactWriteItem.builder().conditionCheck(check -> check.tableName(table()).key(key(tenant, channel.channelId()))
                .conditionExpression("version = :version").expressionAttributeValues(Map.of(":version", Items.n(channel.version())))).build();
    }
}
