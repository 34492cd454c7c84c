package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import commerce.settlement.ClearingRunTable.Stored;
import commerce.settlement.domain.clearing.Clearing;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * The runs of a clearing: each is one execution of the machine {@code CLEARING_STATE_MACHINE_ARN}, named after tenant, date and run. While
 * one is at work a further start finds it; only when it has ended the next run gets its number.
 */
@Singleton
public class ClearingRuns {

    /** Rivals that start the same clearing meet at one run within few attempts. */
    private static final int ATTEMPTS = 20;

    private final ClearingRunTable clearings;
    private final SfnClient stepFunctions;
    private final Clock clock;

    public ClearingRuns(ClearingRunTable clearings, SfnClient stepFunctions, Clock clock) {
        this.clearings = clearings;
        this.stepFunctions = stepFunctions;
        this.clock = clock;
    }

    /** An execution's whole input: the same on every try. */
    record Input(String tenant, LocalDate date, int run) {}

    /**
     * Sees to it that a run is at work.
     *
     * @return the clearing, RUNNING
     * @throws Busy if others kept starting it
     */
    Clearing start(String tenant, LocalDate date) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var found = clearings.find(tenant, date);
            if (found.isEmpty()) {
                clearings.keep(tenant, new Stored(null, 0), Clearing.begin(date, clock.instant()), Optional.empty());
            } else if (found.get().clearing().status() == Clearing.Status.RUNNING && isAtWork(tenant, date, found.get().clearing().run())) {
                return found.get().clearing();
            } else {
                clearings.keep(tenant, found.get(), found.get().clearing().again(clock.instant()), Optional.empty());
            }
        }
        throw new Busy("the clearing of " + date + " kept being started", null);
    }

    /** Starts that run unless it was started before. @return false if it has ended */
    private boolean isAtWork(String tenant, LocalDate date, int run) {
        var machine = Settings.require("CLEARING_STATE_MACHINE_ARN");
        try {
            // The same name and input find the execution while it runs.
            stepFunctions.startExecution(request -> request.stateMachineArn(machine).name(name(tenant, date, run)).input(Json.write(new Input(tenant, date, run))));
            return true;
        } catch (ExecutionAlreadyExistsException ended) {
            return false;
        }
    }

    /** A tenant's name may hold what an execution's may not. */
    private static String name(String tenant, LocalDate date, int run) {
        return date + "-" + run + "-" + HexFormat.of().toHexDigits(tenant.hashCode()) + "-" + tenant.replace('.', '_').substring(0, Math.min(tenant.length(), 40));
    }
}
