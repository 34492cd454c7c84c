package commerce.local.tools.demo;

/** A scene claimed something that is not so. */
final class SceneFailed extends RuntimeException {
    SceneFailed(String message) {
        super(message);
    }
}
