package commerce.local.asl;

import java.util.List;
import java.util.stream.Collectors;

/** A definition that AWS would refuse at creation. Lists every fault, not only the first. */
public final class InvalidDefinition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One fault.
     *
     * @param code AWS's code, e.g. {@code MISSING_TRANSITION_TARGET}, {@code SCHEMA_VALIDATION_FAILED}
     * @param message what is wrong
     * @param location where, as AWS writes it: {@code /States/Reserve stock/Next}
     */
    public record Fault(String code, String message, String location) implements java.io.Serializable {
        @Override
        public String toString() {
            return code + ": " + message + (location.isEmpty() ? "" : " at " + location);
        }
    }

    private final List<Fault> faults;

    public InvalidDefinition(List<Fault> faults) {
        super("Invalid State Machine Definition: '" + faults.stream().map(Fault::toString).collect(Collectors.joining(", ")) + "'");
        this.faults = List.copyOf(faults);
    }

    /** Never empty. */
    public List<Fault> faults() {
        return faults;
    }
}
