package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** A set of event patterns of which one must match. Safe for use by many threads. */
public final class Patterns {

    private final boolean all;
    private final Machine machine = new Machine();
    private final Projection projection;

    private Patterns(List<JsonNode> patterns) {
        this.all = patterns.isEmpty();
        this.projection = Projection.of(patterns);
        for (int index = 0; index < patterns.size(); index++) {
            try {
                machine.addRule("pattern" + index, patterns.get(index).toString());
            } catch (IOException e) {
                throw new IllegalArgumentException("not an event pattern: " + patterns.get(index), e);
            }
        }
    }

    /**
     * @param patterns EventBridge patterns; none of them: everything matches
     * @throws IllegalArgumentException naming the one that is no pattern
     */
    public static Patterns anyOf(List<JsonNode> patterns) {
        return new Patterns(patterns);
    }

    public boolean matches(JsonNode event) {
        return all || !matching(machine, projection, event).isEmpty();
    }

    static List<String> matching(Machine machine, Projection projection, JsonNode event) {
        try {
            return machine.rulesForJSONEvent(projection.of(event).toString());
        } catch (Exception e) {
            throw new IllegalArgumentException("an event that cannot be matched: " + event, e);
        }
    }
}
