package commerce.local.asl.internal.definition;

import java.util.Optional;

/**
 * A whole definition.
 *
 * @param timeoutSeconds the execution's time budget
 * @param root the top-level states
 */
public record Machine(Optional<Long> timeoutSeconds, State.Container root) {}
