package commerce.kernel;

/**
 * A passing failure: conflicting writers kept winning, or a service throttled, for longer than a function should wait. Nothing was
 * changed. Workflows retry it by this class's name, queues by redelivery, HTTP callers get 503.
 */
public class Busy extends RuntimeException {

    public Busy(String message, Throwable cause) {
        super(message, cause);
    }
}
