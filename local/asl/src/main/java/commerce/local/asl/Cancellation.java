package commerce.local.asl;

/** Takes back a timer. Cancelling one that has fired or was cancelled before does nothing. */
@FunctionalInterface
public interface Cancellation {

    void cancel();
}
