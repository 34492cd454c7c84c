package commerce.local.stage.aws;

/** One service behind the dispatcher. */
public interface AwsService {

    /** As fault injection and messages name it, e.g. {@code StepFunctions}. */
    String name();

    /** Whether a call is for this service. */
    boolean serves(AwsCall call);

    /** The API action a call means, e.g. {@code StartExecution}. */
    String action(AwsCall call);

    /** @throws AwsError to refuse the call */
    AwsAnswer answer(AwsCall call);
}
