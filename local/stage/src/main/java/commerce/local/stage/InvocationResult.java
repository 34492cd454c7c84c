package commerce.local.stage;

/** What became of an invocation. A function that answers with a problem document has answered: that is {@link Answered}. */
public sealed interface InvocationResult {

    /** Lambda's request id, also in the function's log lines. */
    String requestId();

    /** The body of Lambda's response, JSON in UTF-8, for a success and for an error alike. */
    byte[] payload();

    /** The function returned. */
    record Answered(String requestId, byte[] payload) implements InvocationResult {}

    /**
     * The function threw, ran into its time-out, or was not invoked because as many run as may.
     *
     * @param errorType the exception's fully qualified class name, or {@code Sandbox.Timedout}; what ASL's {@code ErrorEquals} matches
     * @param errorMessage its message, never null
     * @param payload {@code {"errorMessage","errorType","stackTrace":[...]}}, without a stack trace for a time-out
     */
    record Failed(String requestId, String errorType, String errorMessage, byte[] payload) implements InvocationResult {

        /** Lambda's error type for a function that did not answer in time. */
        public static final String TIMED_OUT = "Sandbox.Timedout";

        /** Lambda's error type for a function of which as many run as may. */
        public static final String THROTTLED = "Lambda.TooManyRequestsException";

        public boolean timedOut() {
            return errorType.equals(TIMED_OUT);
        }

        /** It was not invoked: callers that come back get through. */
        public boolean throttled() {
            return errorType.equals(THROTTLED);
        }
    }
}
