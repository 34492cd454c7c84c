package commerce.payment;

/** A function that is killed at this point. */
final class Crash extends RuntimeException {

    static void now() {
        throw new Crash();
    }
}
