package commerce.local.asl.internal.engine;

/**
 * A Task's Resource taken apart as its history events show it: {@code arn:aws:states:::lambda:invoke.waitForTaskToken} has type
 * {@code lambda} and action {@code invoke.waitForTaskToken}; a function's own ARN has neither and events of its own.
 */
record TaskResourceName(boolean lambdaArn, String type, String action, boolean waitsForToken) {

    private static final int RESOURCE_PARTS = 5;

    static TaskResourceName of(String resource) {
        boolean waits = resource.endsWith(".waitForTaskToken");
        String[] parts = resource.split(":", RESOURCE_PARTS + 1);
        if (parts.length > 2 && parts[2].equals("lambda")) {
            return new TaskResourceName(true, "lambda", resource, false);
        }
        String name = parts.length > RESOURCE_PARTS ? parts[RESOURCE_PARTS] : resource;
        int colon = name.lastIndexOf(':');
        return colon < 0
                ? new TaskResourceName(false, name, name, waits)
                : new TaskResourceName(false, name.substring(0, colon), name.substring(colon + 1), waits);
    }

    /** What a cause calls the task. */
    String inCause(String resource) {
        return lambdaArn ? resource : type;
    }
}
