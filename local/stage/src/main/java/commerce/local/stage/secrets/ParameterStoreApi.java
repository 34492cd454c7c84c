package commerce.local.stage.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;
import commerce.local.stage.aws.Members;
import java.util.Map;

/** Parameter Store's GetParameter. */
public final class ParameterStoreApi extends JsonService {

    private static final int LONGEST_NAME = 2048;

    private final Map<String, String> parameters;

    public ParameterStoreApi(Map<String, String> parameters) {
        super("SSM", "AmazonSSM");
        this.parameters = parameters;
    }

    @Override
    protected JsonNode answer(String action, JsonNode input) {
        if (!action.equals("GetParameter")) {
            throw unknown(action);
        }
        var name = new Members(input).required("Name", LONGEST_NAME);
        if (!parameters.containsKey(name)) {
            throw AwsError.badRequest("ParameterNotFound", "Parameter " + name + " not found.");
        }
        var answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("Parameter").put("Name", name).put("Type", "String").put("Value", parameters.get(name)).put("Version", 1);
        return answer;
    }
}
