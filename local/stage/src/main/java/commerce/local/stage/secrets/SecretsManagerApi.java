package commerce.local.stage.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;
import commerce.local.stage.aws.Members;

/** Secrets Manager's GetSecretValue. A secret has one version, the current one. */
public final class SecretsManagerApi extends JsonService {

    private static final String CURRENT = "AWSCURRENT";
    private static final int LONGEST_ID = 2048;
    private static final int LONGEST_STAGE = 256;

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
        var members = new Members(input);
        var secret = store.find(members.required("SecretId", LONGEST_ID)).orElseThrow(() -> missing("secret."));
        members.text("VersionStage", 1, LONGEST_STAGE).filter(stage -> !stage.equals(CURRENT)).ifPresent(stage -> {
            throw missing("secret value for staging label: " + stage);
        });
        var answer = JsonNodeFactory.instance.objectNode().put("ARN", secret.arn()).put("Name", secret.name()).put("VersionId", "local").put("SecretString", secret.value());
        answer.putArray("VersionStages").add(CURRENT);
        return answer;
    }

    private static AwsError missing(String what) {
        return AwsError.badRequest("ResourceNotFoundException", "Secrets Manager can't find the specified " + what);
    }
}
