package commerce.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;

/**
 * The indexes DynamoDB Local lacks. It keeps the records of all streams in one table ordered by number alone, for a day, also those of deleted
 * tables; with every call, reads included, it looks there for the first record of the table's stream, and with each look at a stream for the
 * first of its shard. Without an index that walks past all that was written before: on a stage that was emptied a few times, most of the
 * processor's time.
 */
final class StreamIndex extends SQLiteJob<Void> {

    /** As DynamoDB Local names the database that all clients share. */
    private static final String SHARED = "shared-local-instance";

    private StreamIndex() {}

    @Override
    protected Void job(SQLiteConnection connection) throws SQLiteException {
        // Not the number as well: it is the row's id, which every index ends with; named again, it is not used to seek.
        connection.exec("CREATE INDEX IF NOT EXISTS us_stream ON us (StreamID)");
        connection.exec("CREATE INDEX IF NOT EXISTS us_shard ON us (ShardID)");
        return null;
    }

    /**
     * @param proxy a {@code DynamoDBProxyServer} in memory with a shared database
     * @throws ReflectiveOperationException if it is built in another way than that of the version this was written for
     */
    static void create(Object proxy) throws ReflectiveOperationException {
        var requests = Fields.of(Fields.of(proxy, "serverHandler"), "primaryHandler");
        var open = requests.getClass().getDeclaredMethod("getHandler", String.class);
        open.setAccessible(true);
        var queue = (SQLiteQueue) Fields.of(Fields.of(open.invoke(requests, SHARED), "dbAccess"), "queue");
        var job = queue.execute(new StreamIndex());
        job.complete();
        if (job.getError() != null) {
            throw new IllegalStateException("DynamoDB Local's streams could not be given their indexes", job.getError());
        }
    }
}
