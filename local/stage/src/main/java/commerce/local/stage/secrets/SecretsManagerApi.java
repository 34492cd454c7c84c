package commerce.local.stage.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;

/** Secrets Manager's GetSecretValue. */
public final class SecretsManagerApi extends JsonService {

    private final SecretStore store;

    public SecretsManagerApi(SecretStore store) {
        super("SecretsManager", "secretsmanager");
        this.store = store;
    }

    @Override
    protected JsonNode answer(String action, JsonNode input) {
        if (!action.equals("GetSecretValue")) {
            throw unknown(action);
        }
        var secret = store.find(input.path("SecretId").asText())
                .orElseThrow(() -> AwsError.badRequest("ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
        var answer = JsonNodeFactory.instance.objectNode().put("ARN", secret.arn()).put("Name", secret.name()).put("VersionId", "local").put("SecretString", secret.value());
        answer.putArray("VersionStages").add("AWSCURRENT");
        return answer;
    }
}
