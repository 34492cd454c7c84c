package commerce.local.stage.host;

import commerce.local.stage.StageModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which operation a function's name or ARN means, with or without a version or alias. */
public final class FunctionNames {

    private final Map<String, String> operations = new HashMap<>();

    public FunctionNames(StageModel model) {
        model.functions().values().forEach(function -> operations.put(function.name(), function.operation()));
    }

    public Optional<String> operation(String nameOrArn) {
        var marker = ":function:";
        var name = nameOrArn.contains(marker) ? nameOrArn.substring(nameOrArn.indexOf(marker) + marker.length()) : nameOrArn;
        var colon = name.indexOf(':');
        return Optional.ofNullable(operations.get(colon < 0 ? name : name.substring(0, colon)));
    }
}
