package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.json.Values;

/** A value on its way between states, with its JSON text, which is written once and used for history, limits and answers. */
public record Payload(Object value, String text) {

    /** Step Functions' limit for the input, result or output of a state, in bytes of UTF-8. */
    static final int LIMIT_BYTES = 256 * 1024;

    public static Payload of(Object value) {
        return new Payload(value, Values.write(value));
    }

    boolean isTooLarge() {
        return Values.sizeInBytes(text) > LIMIT_BYTES;
    }
}
