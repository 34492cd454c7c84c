package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import org.jboss.logging.Logger;

/**
 * Fetches the bills that providers have made of the last days and that are not stored yet, see {@link BillCalendar} and {@link BillStore}.
 *
 * <p>Trigger: a schedule, every hour. In: nothing of interest. Out: {@link Fetched}, and {@code bill.fetched.v1} for each. A provider that does
 * not answer, or whose bill is not there yet, is asked again by the next run; a bill that is six hours late is counted as missing with each
 * run, which an alarm hears. Errors: it goes through all bills, then throws if some could not be understood.
 */
@Singleton
@Named("fetch-bills")
public class FetchBills extends TaskOperation<JsonNode, FetchBills.Fetched> {

    static final Duration LATE = Duration.ofHours(6);
    private static final Logger LOG = Logger.getLogger(FetchBills.class);

    private final Providers providers;
    private final BillsTable table;
    private final BillStore store;
    private final Clock clock;

    public FetchBills(Providers providers, BillsTable table, BillStore store, Clock clock) {
        super(JsonNode.class);
        this.providers = providers;
        this.table = table;
        this.store = store;
        this.clock = clock;
    }

    /** @param bills stored by this run @param waiting not to be had yet */
    public record Fetched(int bills, int waiting) {}

    @Override
    protected Fetched handle(JsonNode input) {
        var stored = 0;
        var waiting = 0;
        RuntimeException first = null;
        for (var provider : providers.on()) {
            var calendar = BillCalendar.of(provider.name());
            if (calendar.isEmpty()) {
                continue;
            }
            for (var day : calendar.get().due(clock.instant())) {
                try {
                    if (fetch(provider, calendar.get(), day)) {
                        stored++;
                    }
                } catch (Busy notYet) {
                    waiting++;
                    LOG.warnf("the bill of %s for %s is not to be had: %s", provider.name(), day, notYet.getMessage());
                    countIfLate(provider, calendar.get(), day);
                } catch (RuntimeException failure) {
                    LOG.errorf(failure, "the bill of %s for %s could not be stored", provider.name(), day);
                    countIfLate(provider, calendar.get(), day);
                    first = first == null ? failure : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return new Fetched(stored, waiting);
    }

    private boolean fetch(PaymentProvider provider, BillCalendar calendar, LocalDate day) {
        if (table.isStored(provider.name(), day)) {
            return false;
        }
        var now = clock.instant();
        var stored = store.store(provider, day, calendar.zone(), now);
        table.storedIfNew(provider.name(), day, calendar.zone(), stored.manifest(), stored.lines(), now);
        return true;
    }

    private void countIfLate(PaymentProvider provider, BillCalendar calendar, LocalDate day) {
        if (clock.instant().isAfter(calendar.readyAt(day).plus(LATE))) {
            Outcomes.count("BillsMissing", "provider", provider.name());
        }
    }
}
