package commerce.local.asl.internal.definition;

import commerce.local.asl.InvalidDefinition.Fault;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a definition, in document order. */
final class Faults {

    private final List<Fault> found = new ArrayList<>();

    void schema(String message, String location) {
        add("SCHEMA_VALIDATION_FAILED", message, location);
    }

    void add(String code, String message, String location) {
        found.add(new Fault(code, message, location));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Fault> all() {
        return List.copyOf(found);
    }
}
