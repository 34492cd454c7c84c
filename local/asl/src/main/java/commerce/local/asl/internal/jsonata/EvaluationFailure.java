package commerce.local.asl.internal.jsonata;

/** An expression could not give its field a value: the state fails with {@code States.QueryEvaluationError}. */
public final class EvaluationFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String location;

    public EvaluationFailure(String location, String cause) {
        super(cause, null, false, false);
        this.location = location;
    }

    /** The field, as AWS writes it: {@code Output/lines[0]/sku}. */
    public String location() {
        return location;
    }
}
