package commerce.local.asl.internal.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import commerce.local.asl.StepFunctionsError;
import commerce.local.asl.StepFunctionsError.Code;
import commerce.local.asl.internal.json.Values;

/**
 * The input of an execution: the text as it was given, which is what descriptions and history show, and its value.
 */
public record ExecutionInput(String text, Payload payload) {

    /** @throws StepFunctionsError INVALID_EXECUTION_INPUT if it is not JSON or larger than 256 KiB */
    public static ExecutionInput read(String text) {
        if (Values.sizeInBytes(text) > Payload.LIMIT_BYTES) {
            throw invalid("larger than " + Payload.LIMIT_BYTES + " bytes");
        }
        try {
            return new ExecutionInput(text, Payload.of(Values.parse(text)));
        } catch (JsonProcessingException e) {
            throw invalid(e.getOriginalMessage());
        }
    }

    private static StepFunctionsError invalid(String why) {
        return new StepFunctionsError(Code.INVALID_EXECUTION_INPUT, "Invalid State Machine Execution Input: '" + why + "'");
    }
}
