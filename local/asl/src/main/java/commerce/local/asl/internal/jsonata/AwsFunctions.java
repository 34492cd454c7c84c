package commerce.local.asl.internal.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.fasterxml.jackson.core.JsonProcessingException;
import commerce.local.asl.internal.json.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The functions Step Functions adds to JSONata ({@code $partition}, {@code $range}, {@code $hash}, {@code $random}, {@code $uuid},
 * {@code $parse}), the one it takes away ({@code $eval}), and those of JSONata that read the clock or roll dice, bound to the injected ones.
 */
final class AwsFunctions {

    private static final Set<String> HASH_ALGORITHMS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final long RANGE_LIMIT = 360_145;

    private AwsFunctions() {}

    /** Adds the functions that depend on nothing but their arguments. Called once, when the expression is parsed. */
    static void register(Jsonata expression) {
        expression.registerFunction("partition", new JFunction((input, args) -> partition(args), null));
        expression.registerFunction("range", new JFunction((input, args) -> range(args), null));
        expression.registerFunction("hash", new JFunction((input, args) -> hash(args), null));
        expression.registerFunction("parse", new JFunction((input, args) -> parse(args), null));
        expression.assign("eval", Values.NULL);
    }

    /** Adds the functions that read time or randomness to the frame of one evaluation. */
    static void bindAmbient(Jsonata.Frame frame, Ambient ambient) {
        Instant now = ambient.now().get();
        frame.bind("millis", new JFunction((input, args) -> now.toEpochMilli(), null));
        frame.bind("now", new JFunction((input, args) -> com.dashjoin.jsonata.Functions.dateTimeFromMillis(
                now.toEpochMilli(), (String) argument(args, 0), (String) argument(args, 1)), null));
        frame.bind("random", new JFunction((input, args) -> random(args, ambient.random()), null));
        frame.bind("uuid", new JFunction((input, args) -> Uuids.next(ambient.random()), null));
        frame.bind("shuffle", new JFunction((input, args) -> shuffle(argument(args, 0), ambient.random()), null));
    }

    private static Object partition(List<?> args) {
        if (argument(args, 0) == null || argument(args, 1) == null) {
            return null;
        }
        List<?> items = argument(args, 0) instanceof List<?> list ? list : List.of(argument(args, 0));
        long size = integer(args, 1, "partition");
        if (size < 0) {
            throw new JException("T0410", -1, 2, "partition");
        }
        if (size == 0 || items.isEmpty()) {
            return null;
        }
        List<Object> chunks = new ArrayList<>();
        for (int from = 0; from < items.size(); from += (int) Math.min(size, Integer.MAX_VALUE / 2)) {
            chunks.add(new ArrayList<Object>(items.subList(from, (int) Math.min(items.size(), from + size))));
        }
        return chunks;
    }

    private static Object range(List<?> args) {
        if (argument(args, 0) == null || argument(args, 1) == null || argument(args, 2) == null) {
            return null;
        }
        long first = integer(args, 0, "range");
        long last = integer(args, 1, "range");
        long step = integer(args, 2, "range");
        if (step == 0 || first != last && step > 0 != last > first) {
            return null;
        }
        long count = (last - first) / step + 1;
        if (count > RANGE_LIMIT) {
            throw new JException("U1001", -1, "Expression evaluation memory limit exceeded: Check for excessive memory usage");
        }
        if (count == 1) {
            return first;
        }
        List<Object> numbers = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            numbers.add(first + i * step);
        }
        return numbers;
    }

    private static Object hash(List<?> args) throws NoSuchAlgorithmException {
        if (argument(args, 0) == null || argument(args, 1) == null) {
            return null;
        }
        String text = text(args, 0, "hash");
        String algorithm = text(args, 1, "hash");
        if (!HASH_ALGORITHMS.contains(algorithm)) {
            throw new JException("D3137", -1, "Unsupported hash algorithm: " + algorithm);
        }
        byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    private static Object parse(List<?> args) {
        if (argument(args, 0) == null) {
            return null;
        }
        try {
            return Values.parse(text(args, 0, "parse"));
        } catch (JsonProcessingException notJson) {
            throw new JException("D3137", -1, "Invalid JSON passed to function \"parse\": " + notJson.getOriginalMessage());
        }
    }

    /** With a seed the same number each time, from Java's own generator as on AWS; without one, the next of the injected generator. */
    private static Object random(List<?> args, RandomGenerator random) {
        return argument(args, 0) == null ? random.nextDouble() : new Random(integer(args, 0, "random")).nextDouble();
    }

    private static Object shuffle(Object items, RandomGenerator random) {
        if (!(items instanceof List<?> list)) {
            return items == null ? null : new ArrayList<>(List.of(items));
        }
        List<Object> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, Random.from(random));
        return shuffled;
    }

    private static Object argument(List<?> args, int index) {
        return index < args.size() ? args.get(index) : null;
    }

    /** AWS rounds a fraction towards zero. */
    private static long integer(List<?> args, int index, String function) {
        if (args.get(index) instanceof Number number) {
            return number.longValue();
        }
        throw new JException("T0410", -1, index + 1, function);
    }

    private static String text(List<?> args, int index, String function) {
        if (args.get(index) instanceof String text) {
            return text;
        }
        throw new JException("T0410", -1, index + 1, function);
    }
}
