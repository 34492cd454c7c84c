package commerce.local.asl.internal.definition;

import java.util.Map;
import java.util.Set;

/** Which fields a state may carry. */
final class Fields {

    /** Fields of JSONPath that a JSONata state must not have. */
    static final Set<String> JSON_PATH = Set.of("InputPath", "OutputPath", "ResultPath", "ResultSelector", "Parameters", "Result", "ItemsPath",
            "MaxConcurrencyPath", "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "ErrorPath", "CausePath",
            "ToleratedFailureCountPath", "ToleratedFailurePercentagePath");

    private static final Set<String> EVERY = Set.of("Type", "Comment", "QueryLanguage");

    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "Pass", Set.of("Assign", "Output", "Next", "End"),
            "Succeed", Set.of("Output"),
            "Fail", Set.of("Error", "Cause"),
            "Wait", Set.of("Assign", "Output", "Next", "End", "Seconds", "Timestamp"),
            "Choice", Set.of("Assign", "Output", "Choices", "Default"),
            "Task", Set.of("Assign", "Output", "Next", "End", "Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch",
                    "Credentials"),
            "Parallel", Set.of("Assign", "Output", "Next", "End", "Arguments", "Branches", "Retry", "Catch"),
            "Map", Set.of("Assign", "Output", "Next", "End", "Items", "ItemSelector", "MaxConcurrency", "ItemProcessor", "Iterator", "Retry",
                    "Catch", "ToleratedFailureCount", "ToleratedFailurePercentage", "Label"));

    private Fields() {}

    static boolean isType(String type) {
        return BY_TYPE.containsKey(type);
    }

    static Set<String> types() {
        return BY_TYPE.keySet();
    }

    static boolean allowed(String type, String field) {
        return EVERY.contains(field) || BY_TYPE.get(type).contains(field);
    }
}
