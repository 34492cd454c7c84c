package commerce.inventory;

import commerce.kernel.Busy;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Read, decide, write; and again when somebody else wrote in between. A reservation only ever moves forward, three times at most, so a few
 * rounds always do.
 */
final class Rounds {

    private static final int ROUNDS = 5;

    private Rounds() {}

    /**
     * @param round empty if its write was refused because what it had read is no longer so
     * @throws Busy if that happened in every round
     */
    static <T> T untilDecided(Supplier<Optional<T>> round) {
        for (int i = 0; i < ROUNDS; i++) {
            var decided = round.get();
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        throw new Busy("the reservation changed between each reading and writing", null);
    }
}
