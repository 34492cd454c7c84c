package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.json.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The workflow variables of one scope. It reads the enclosing scopes and writes only its own. */
final class Variables {

    /** Step Functions' limit for all variables of an execution; each scope is held to what is left of it. */
    private static final long LIMIT_BYTES = 10L * 1024 * 1024;

    private final Optional<Variables> enclosing;
    private final Map<String, Object> own = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private Map<String, Object> visible;

    Variables(Optional<Variables> enclosing) {
        this.enclosing = enclosing;
        this.visible = enclosing.map(Variables::visible).orElse(Map.of());
    }

    /** All that can be read here. The returned map is never changed. */
    Map<String, Object> visible() {
        return visible;
    }

    /** Whether all variables, with these assigned, stay within the limit of the service. */
    boolean fits(Map<String, Payload> assigned) {
        long after = totalBytes();
        for (Map.Entry<String, Payload> entry : assigned.entrySet()) {
            after += Values.sizeInBytes(entry.getValue().text()) - sizes.getOrDefault(entry.getKey(), 0);
        }
        return after <= LIMIT_BYTES;
    }

    void assign(Map<String, Payload> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        assigned.forEach((name, payload) -> {
            own.put(name, payload.value());
            sizes.put(name, Values.sizeInBytes(payload.text()));
        });
        Map<String, Object> merged = new HashMap<>(enclosing.map(Variables::visible).orElse(Map.of()));
        merged.putAll(own);
        visible = merged;
    }

    private long totalBytes() {
        long outer = enclosing.map(Variables::totalBytes).orElse(0L);
        return outer + sizes.values().stream().mapToLong(Integer::longValue).sum();
    }
}
