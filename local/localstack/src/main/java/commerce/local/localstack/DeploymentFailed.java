package commerce.local.localstack;

/** The deployment did not succeed; the message says in one line what failed and why. */
final class DeploymentFailed extends RuntimeException {

    DeploymentFailed(String message) {
        super(message);
    }
}
