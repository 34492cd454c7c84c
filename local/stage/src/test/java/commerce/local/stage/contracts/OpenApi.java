package commerce.local.stage.contracts;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code events/openapi.yaml}: what it has, and whether requests and answers keep to it. Safe for use by many threads. */
public final class OpenApi {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /**
     * @param id the operationId
     * @param path with its parameters in braces
     * @param isPublic whether it asks for no token
     * @param scopes of which a token must have one
     * @param parameters without references
     * @param responses by status
     */
    public record Operation(
            String id, String method, String path, boolean isPublic, Set<String> scopes, List<JsonNode> parameters, Optional<JsonNode> requestBody, Map<String, JsonNode> responses) {

        /** {@code GET /products/{sku}}. */
        public String routeKey() {
            return method + " " + path;
        }

        boolean matches(String otherMethod, String otherPath) {
            return method.equals(otherMethod) && pattern().matcher(otherPath).matches();
        }

        /** With a group for each parameter, in their order in the path. */
        Pattern pattern() {
            return Pattern.compile(path.replaceAll("\\{[^}]+}", "([^/]+)"));
        }
    }

    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Requests requests;
    private final Answers answers;

    private OpenApi(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> operations.add(operation(path.getKey(), member.getKey(), member.getValue()))));
        this.requests = new Requests(document.at("/components/schemas"));
        this.answers = new Answers(document.at("/components/schemas"));
    }

    /** References to schemas are turned into what JSON Schema itself calls them. */
    public static OpenApi read() {
        try {
            return new OpenApi(YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build().readTree(Contracts.read("events/openapi.yaml").replace(SCHEMAS, Contracts.DEFINITIONS)));
        } catch (IOException e) {
            throw new UncheckedIOException("events/openapi.yaml is not YAML", e);
        }
    }

    private Operation operation(String path, String method, JsonNode json) {
        var security = json.path("security");
        var scopes = new TreeSet<String>();
        security.forEach(way -> way.path("bearer").forEach(scope -> scopes.add(scope.asText())));
        var responses = new TreeMap<String, JsonNode>();
        json.path("responses").properties().forEach(response -> responses.put(response.getKey(), response.getValue()));
        return new Operation(json.path("operationId").asText(), method.toUpperCase(Locale.ROOT), path, security.isEmpty(), scopes,
                json.path("parameters").valueStream().map(this::resolved).toList(), Optional.ofNullable(json.get("requestBody")), responses);
    }

    private JsonNode resolved(JsonNode parameter) {
        return parameter.has("$ref") ? document.at(parameter.path("$ref").asText().substring(1)) : parameter;
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The operation a request is for. */
    public Optional<Operation> operationOf(Exchange exchange) {
        return operations.stream().filter(operation -> operation.matches(exchange.method(), exchange.path())).findFirst();
    }

    /** How the answer breaks the contract: its operation, status, content type, body, and the problem's name. Empty if it does not. */
    public List<String> faultsOfAnswer(Exchange exchange) {
        return operationOf(exchange).map(operation -> answers.faults(operation, exchange)).orElseGet(() -> List.of("no operation of the contract"))
                .stream().map(fault -> exchange + ": " + fault).toList();
    }

    /** How the request breaks the contract: its parameters and its body. Empty if it does not. */
    public List<String> faultsOfRequest(Exchange exchange) {
        return operationOf(exchange).map(operation -> requests.faults(operation, exchange)).orElseGet(() -> List.of("no operation of the contract"))
                .stream().map(fault -> exchange + ": " + fault).toList();
    }
}
