package commerce.workflows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Every workflow of the house, read from the class path. */
public final class Workflows {

    private Workflows() {}

    /** One order's way from placed to CONFIRMED, REJECTED or CANCELLED. */
    public static Workflow checkout() {
        return read("checkout");
    }

    /** What follows a refused payment. */
    public static Workflow paymentRecovery() {
        return read("payment-recovery");
    }

    /** A tenant's business date from unclaimed lines to payouts and statements. */
    public static Workflow clearing() {
        return read("clearing");
    }

    public static List<Workflow> all() {
        return List.of(checkout(), paymentRecovery(), clearing());
    }

    private static Workflow read(String name) {
        var resource = "/" + name + ".asl.json";
        try (var definition = Workflows.class.getResourceAsStream(resource)) {
            if (definition == null) {
                throw new IllegalStateException("the class path holds no " + resource);
            }
            return new Workflow(name, new String(definition.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
