package commerce.local.stage.hygiene;

import commerce.kernel.Json;
import commerce.local.stage.LocalStage;
import commerce.local.stage.blackbox.Contents;
import commerce.local.stage.contracts.BusWitness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a stage's functions have let out so far, as texts to search: what they keep, what they tell the bus, what they log. The raw bytes of
 * a proved notification are kept as bytes, and are no text here.
 */
public final class Outputs {

    private final LocalStage stage;
    private final BusWitness bus;

    public Outputs(LocalStage stage, BusWitness bus) {
        this.stage = stage;
        this.bus = bus;
    }

    public List<String> all() {
        return Stream.of(kept(), told(), logged()).flatMap(List::stream).toList();
    }

    /** Every item of every table, every workflow. */
    List<String> kept() {
        try (var contents = new Contents(stage)) {
            return contents.read();
        }
    }

    /** Every event. */
    List<String> told() {
        return bus.heard().stream().map(Json::write).toList();
    }

    /** Every line of every function. */
    List<String> logged() {
        try {
            return Files.readAllLines(stage.functionLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
