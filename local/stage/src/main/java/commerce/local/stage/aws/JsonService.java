package commerce.local.stage.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** A service of the AWS JSON protocol: the action is in a header, input and output are JSON objects. */
public abstract class JsonService implements AwsService {

    private final String name;
    private final String targetPrefix;

    /** @param targetPrefix what stands before the dot in {@code X-Amz-Target}, e.g. {@code AWSStepFunctions} */
    protected JsonService(String name, String targetPrefix) {
        this.name = name;
        this.targetPrefix = targetPrefix + ".";
    }

    /** @throws AwsError to refuse the call */
    protected abstract JsonNode answer(String action, JsonNode input);

    /** For an action this stage does not have. */
    protected final AwsError unknown(String action) {
        return AwsError.badRequest("UnknownOperationException", "The local stage does not have " + name + "'s " + action + ".");
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean serves(AwsCall call) {
        return call.target().startsWith(targetPrefix);
    }

    @Override
    public final String action(AwsCall call) {
        return call.target().substring(targetPrefix.length());
    }

    @Override
    public final AwsAnswer answer(AwsCall call) {
        JsonNode input;
        try {
            input = AwsAnswer.JSON.readTree(call.body());
        } catch (IOException e) {
            throw AwsError.badRequest("SerializationException", "The body is not JSON: " + e.getMessage());
        }
        if (!input.isObject()) {
            throw AwsError.badRequest("SerializationException", "The body is not a JSON object.");
        }
        return AwsAnswer.json(answer(action(call), input));
    }
}
