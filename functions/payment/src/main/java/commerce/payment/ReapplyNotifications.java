package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sweeper of the inbox: gives their effect to notifications that have waited for more than a minute.
 *
 * <p>Trigger: a schedule, every five minutes. In: nothing of interest. Out: {@link Swept}. Errors: it goes through all that waits, then
 * throws if some could not be applied, so that an alarm sees what no repetition mends.
 */
@Singleton
@Named("reapply-notifications")
public class ReapplyNotifications extends TaskOperation<JsonNode, ReapplyNotifications.Swept> {

    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGES_PER_RUN = 20;
    private static final Logger LOG = Logger.getLogger(ReapplyNotifications.class);

    private final InboxTable inbox;
    private final Notifications notifications;
    private final Clock clock;

    public ReapplyNotifications(InboxTable inbox, Notifications notifications, Clock clock) {
        super(JsonNode.class);
        this.inbox = inbox;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** @param applied how many notifications were left behind and have now had their effect */
    public record Swept(int applied) {}

    /** Some notifications could not be applied again; the log says which. */
    public static final class StillUnapplied extends RuntimeException {
        StillUnapplied(int count, RuntimeException first) {
            super(count + " notifications could not be applied", first);
        }
    }

    @Override
    protected Swept handle(JsonNode input) {
        var applied = 0;
        var failed = 0;
        RuntimeException first = null;
        var before = clock.instant().minus(PATIENCE);
        Optional<Map<String, AttributeValue>> after = Optional.empty();
        for (int page = 0; page < PAGES_PER_RUN; page++) {
            var found = inbox.unappliedBefore(before, after);
            for (var entry : found.entries()) {
                try {
                    notifications.apply(entry);
                    applied++;
                } catch (RuntimeException failure) {
                    LOG.errorf(failure, "notification %s of %s still not applied", entry.eventId(), entry.provider());
                    first = first == null ? failure : first;
                    failed++;
                }
            }
            after = found.next();
            if (after.isEmpty()) {
                break;
            }
        }
        if (applied > 0) {
            LOG.warnf("applied %d notifications that the stream had left behind", applied);
        }
        if (failed > 0) {
            throw new StillUnapplied(failed, first);
        }
        return new Swept(applied);
    }
}
