package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads secrets. Generated ones are drawn anew each time the templates are read: nothing outlives the stage. */
final class Secrets {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** @param given the text of some, by logical id: what an operator would put in after the deployment */
    static StageModel.Secret secret(Resolver resolver, Resource resource, Map<String, String> given) {
        var properties = resolver.properties(resource);
        var value = properties.has("SecretString") ? properties.path("SecretString").asText() : generated(properties.path("GenerateSecretString"));
        return new StageModel.Secret(resolver.name(resource), resolver.arn(resource), given.getOrDefault(resource.logicalId(), value));
    }

    private static String generated(JsonNode rules) {
        var random = RANDOM.ints(rules.path("PasswordLength").asInt(32), 0, LETTERS.length()).mapToObj(index -> LETTERS.substring(index, index + 1)).collect(Collectors.joining());
        if (!rules.has("GenerateStringKey")) {
            return random;
        }
        return Data.parsed(rules.path("SecretStringTemplate")) instanceof ObjectNode template
                ? template.deepCopy().put(rules.path("GenerateStringKey").asText(), random).toString()
                : random;
    }
}
