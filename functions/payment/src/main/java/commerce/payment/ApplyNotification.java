package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.EventConsumer.BatchResponse;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import org.jboss.logging.Logger;

/**
 * Gives what is new in the inbox its effect; see {@link Notifications}.
 *
 * <p>Trigger: the payment table's stream, new items of type {@code inbox} only. In: DynamoDB stream records. Out: the first record that
 * failed, from which the poller comes back; the records after it were tried all the same, since their order does not matter and one that
 * cannot be applied must not hold up the others. What keeps failing is left to {@link ReapplyNotifications}.
 */
@Singleton
@Named("apply-notification")
public class ApplyNotification extends TaskOperation<JsonNode, BatchResponse> {

    private static final Logger LOG = Logger.getLogger(ApplyNotification.class);

    private final Notifications notifications;

    public ApplyNotification(Notifications notifications) {
        super(JsonNode.class);
        this.notifications = notifications;
    }

    @Override
    protected BatchResponse handle(JsonNode input) {
        var failures = new ArrayList<BatchResponse.Failure>();
        for (var entry : input.path("Records")) {
            var change = entry.path("dynamodb");
            try {
                var stored = InboxTable.entry(change.path("NewImage"));
                if (stored.isOpen()) {
                    notifications.apply(stored);
                }
            } catch (RuntimeException failure) {
                LOG.error("notification not applied, it will be tried again", failure);
                failures.add(new BatchResponse.Failure(change.path("SequenceNumber").asText()));
            }
        }
        return new BatchResponse(failures.stream().limit(1).toList());
    }
}
