package commerce.local.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A duplicate, late, lost or reordered message changes nothing it should not: no event waits unpublished and no notification unapplied for
 * longer than the sweepers need. (That none took effect twice shows in the other promises' sums.)
 */
final class NothingIsLost implements Promise {

    /** A sweeper comes every five minutes and takes what has waited for five. */
    private static final Duration SWEPT_WITHIN = Duration.ofMinutes(11);

    private record Waiting(String subject, String what, Instant since) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long changes;
    private long notifications;

    @Override
    public String title() {
        return "no message is lost";
    }

    @Override
    public void see(Item item) {
        if (item.has("outboxCount")) {
            changes++;
        }
        if (item.has("outboxSince")) {
            var events = item.attributes().keySet().stream().filter(name -> name.startsWith("outbox#")).sorted().toList();
            waiting.add(new Waiting(item.toString(), "unpublished " + events, item.time("outboxSince")));
        }
        if (item.sk().equals("INBOX")) {
            notifications++;
            if (item.has("inboxShard")) {
                waiting.add(new Waiting(item.toString(), "a notification that was not applied", item.time("receivedAt")));
            }
        }
    }

    @Override
    public List<Finding> judge(Instant now) {
        return waiting.stream().filter(one -> one.since().plus(SWEPT_WITHIN).isBefore(now))
                .map(one -> new Finding(one.subject(), one.what() + ", since " + one.since())).toList();
    }

    @Override
    public String seen() {
        return changes + " items that told events, " + notifications + " notifications, " + waiting.size() + " just on their way";
    }
}
