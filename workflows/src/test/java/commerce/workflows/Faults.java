package commerce.workflows;

import java.util.Random;

/** Decides, for every invocation of every function, whether and how it fails. */
@FunctionalInterface
interface Faults {

    /** How one invocation goes. */
    enum Fault {
        /** It works. */
        NONE,
        /** It fails before it has done anything. */
        ERROR_BEFORE,
        /** It does its work, and then fails. */
        ERROR_AFTER,
        /** It never runs, and nobody answers. */
        SILENCE_BEFORE,
        /** It does its work, and the answer is lost. */
        SILENCE_AFTER,
        /** It does its work, but so late that the workflow has gone on meanwhile. */
        LATE
    }

    /**
     * @param operation for example {@code ReserveStock}
     * @param invocation 1 for the first invocation of that operation
     */
    Fault next(String operation, int invocation);

    static Faults none() {
        return (operation, invocation) -> Fault.NONE;
    }

    /** One operation fails that way, the first so many times it is invoked. */
    static Faults of(String operation, Fault fault, int times) {
        return (invoked, invocation) -> invoked.equals(operation) && invocation <= times ? fault : Fault.NONE;
    }

    /** Any invocation fails, in any way, with that probability. */
    static Faults anywhere(Random random, int percent) {
        return (operation, invocation) -> random.nextInt(100) < percent ? Fault.values()[1 + random.nextInt(Fault.values().length - 1)] : Fault.NONE;
    }
}
