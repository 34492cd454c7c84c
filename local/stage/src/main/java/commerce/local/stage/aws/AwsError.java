package commerce.local.stage.aws;

/** A service refuses a call, with AWS's error code. */
public final class AwsError extends RuntimeException {

    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The caller's fault: status 400. */
    public static AwsError badRequest(String code, String message) {
        return new AwsError(400, code, message);
    }

    public AwsAnswer answer() {
        return AwsAnswer.error(status, code, getMessage());
    }

    public String code() {
        return code;
    }
}
