package commerce.local.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A command line taken apart: words, and options as {@code --name value} or {@code --name=value}.
 *
 * @param words   what stands without dashes, in order
 * @param options option name without dashes to its value
 */
public record Arguments(List<String> words, Map<String, String> options) {

    /**
     * @param allowed the option names this command knows
     * @throws CommandFailed (exit code 2) for an unknown option or one without a value
     */
    public static Arguments parse(String[] args, Set<String> allowed) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (!arg.startsWith("--")) {
                words.add(arg);
                continue;
            }
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
            if (!allowed.contains(name)) {
                throw CommandFailed.usage("unknown option --" + name + "; known here: " + known(allowed));
            }
            if (equals < 0 && i + 1 == args.length) {
                throw CommandFailed.usage("--" + name + " needs a value");
            }
            options.put(name, equals < 0 ? args[++i] : arg.substring(equals + 1));
        }
        return new Arguments(List.copyOf(words), Map.copyOf(options));
    }

    /** The option as a whole number of at least {@code minimum}, or empty when it was not given. */
    public OptionalInt number(String name, int minimum) {
        String value = options.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(wholeNumber(name, value.strip(), minimum));
    }

    /** The option as comma-separated whole numbers, or {@code otherwise}. */
    public List<Integer> numbers(String name, int minimum, List<Integer> otherwise) {
        String value = options.get(name);
        return value == null ? otherwise
                : Arrays.stream(value.split(",")).map(String::strip).map(part -> wholeNumber(name, part, minimum)).toList();
    }

    private static int wholeNumber(String name, String value, int minimum) {
        try {
            int number = Integer.parseInt(value);
            if (number >= minimum) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Same line for both: the user needs to know what would have been right.
        }
        throw CommandFailed.usage("--" + name + " takes a whole number from " + minimum + ", not \"" + value + "\"");
    }

    private static String known(Set<String> allowed) {
        return String.join(", ", allowed.stream().sorted().map(name -> "--" + name).toList());
    }
}
