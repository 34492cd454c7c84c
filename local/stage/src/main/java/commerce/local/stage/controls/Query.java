package commerce.local.stage.controls;

import commerce.kernel.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads query parameters as strictly as {@link commerce.kernel.Body} reads fields. */
final class Query {

    private final Map<String, String> parameters = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    Query(String raw) {
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
    }

    Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(parameters.get(name));
    }

    Optional<Integer> number(String name, int min, int max) {
        return text(name).map(value -> {
            if (value.matches("\\d{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max) {
                return Integer.valueOf(value);
            }
            throw Problem.invalidInput(name, name + " must be a whole number between " + min + " and " + max).asException();
        });
    }

    /** @throws commerce.kernel.ProblemException 400 naming a parameter nothing has asked for */
    void end() {
        parameters.keySet().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw Problem.invalidInput(name, name + " is not a parameter of this request; it knows " + known.stream().sorted().toList()).asException();
        });
    }

    private static String decode(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return raw;
        }
    }
}
