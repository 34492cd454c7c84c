package commerce.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Every night: clears the business date that has ended, for each tenant with anything to clear, and tries anew what an earlier night left
 * incomplete.
 *
 * <p>Trigger: a schedule, 18:00 UTC, which is 02:00 in Shanghai. In: nothing of interest. Out: {@link Started}. Errors: it goes through all
 * tenants, then throws if some could not be started, so that an alarm sees it; a repetition starts nothing twice.
 */
@Singleton
@Named("start-due-clearings")
public class StartDueClearings extends TaskOperation<JsonNode, StartDueClearings.Started> {

    private static final Logger LOG = Logger.getLogger(StartDueClearings.class);

    private final DueIndex due;
    private final ClearingRuns runs;
    private final Clock clock;

    public StartDueClearings(DueIndex due, ClearingRuns runs, Clock clock) {
        super(JsonNode.class);
        this.due = due;
        this.runs = runs;
        this.clock = clock;
    }

    /** @param clearings how many are at work now */
    public record Started(int clearings) {}

    /** Some clearings could not be started; the log says which. */
    public static final class NotStarted extends RuntimeException {
        NotStarted(int count, RuntimeException first) {
            super(count + " clearings could not be started", first);
        }
    }

    @Override
    protected Started handle(JsonNode input) {
        var date = ClearingTable.calendar().lastFinished(clock.instant());
        var wanted = new LinkedHashSet<DueIndex.Unfinished>();
        Stream.concat(due.unfinished().stream(), due.tenants().stream().map(tenant -> new DueIndex.Unfinished(tenant, date))).forEach(wanted::add);
        var failed = 0;
        RuntimeException first = null;
        for (var clearing : wanted) {
            try {
                runs.start(clearing.tenant(), clearing.date());
            } catch (RuntimeException failure) {
                LOG.errorf(failure, "the clearing of %s for %s could not be started", clearing.date(), clearing.tenant());
                first = first == null ? failure : first;
                failed++;
            }
        }
        if (failed > 0) {
            throw new NotStarted(failed, first);
        }
        return new Started(wanted.size());
    }
}
