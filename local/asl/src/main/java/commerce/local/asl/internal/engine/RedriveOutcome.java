package commerce.local.asl.internal.engine;

import java.time.Instant;

/** What became of a request to redrive. */
public sealed interface RedriveOutcome {

    record Redriven(Instant at) implements RedriveOutcome {}

    record Refused(String reason) implements RedriveOutcome {}
}
