package commerce.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;

/** What the templates' policies allow. */
final class Policies {

    /** One resource type that holds policy documents, and where. */
    private record Holder(String type, String path) {}

    private static final List<Holder> HOLDERS = List.of(
            new Holder("AWS::IAM::Policy", "PolicyDocument"),
            new Holder("AWS::IAM::ManagedPolicy", "PolicyDocument"),
            new Holder("AWS::IAM::Role", "AssumeRolePolicyDocument"),
            new Holder("AWS::KMS::Key", "KeyPolicy"),
            new Holder("AWS::S3::BucketPolicy", "PolicyDocument"),
            new Holder("AWS::SNS::TopicPolicy", "PolicyDocument"),
            new Holder("AWS::SQS::QueuePolicy", "PolicyDocument"),
            new Holder("AWS::Events::EventBusPolicy", "Statement"),
            new Holder("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"));

    /** Forgotten with the templates: tests make many copies of them. */
    private static final Map<Templates, Policies> BY_TEMPLATES = Collections.synchronizedMap(new WeakHashMap<>());

    private final List<Allowed> allowed = new ArrayList<>();
    /** By stack and logical id. */
    private final Map<String, List<Allowed>> ofRoles = new HashMap<>();

    /**
     * A statement that allows something.
     *
     * @param holder the policy it stands in
     * @param actions as written
     * @param resources as text, see {@link Templates#text}
     * @param condition as written
     */
    record Allowed(Templates.Resource holder, Set<String> actions, Set<String> resources, JsonNode condition, JsonNode statement) {

        @Override
        public String toString() {
            return holder + " allows " + actions + " on " + resources;
        }
    }

    private Policies(Templates templates) {
        for (var holder : HOLDERS) {
            templates.ofType(holder.type()).forEach(resource -> {
                var statements = holder.path().equals("Statement") ? resource.property("Statement") : resource.property(holder.path() + "/Statement");
                listOf(statements).forEach(statement -> add(templates, resource, statement));
                resource.property("Policies").forEach(inline -> listOf(inline.at("/PolicyDocument/Statement")).forEach(statement -> add(templates, resource, statement)));
            });
        }
        allowed.stream().filter(statement -> statement.holder().type().equals("AWS::IAM::Policy")).forEach(statement -> statement.holder().property("Roles").forEach(role ->
                ofRoles.computeIfAbsent(statement.holder().stack() + "/" + role.path("Ref").asText(), unused -> new ArrayList<>()).add(statement)));
    }

    private static Policies of(Templates templates) {
        return BY_TEMPLATES.computeIfAbsent(templates, Policies::new);
    }

    static List<Allowed> allowed(Templates templates) {
        return of(templates).allowed;
    }

    private void add(Templates templates, Templates.Resource resource, JsonNode statement) {
        if (!statement.path("Effect").asText().equals("Deny")) {
            allowed.add(new Allowed(resource, texts(templates, resource, statement.path("Action")), texts(templates, resource, statement.path("Resource")), statement.path("Condition"), statement));
        }
    }

    /** The statements of one function's role. */
    static List<Allowed> ofFunction(Templates templates, Templates.Resource function) {
        return ofRole(templates, templates.target(function.stack(), function.property("Role")).orElseThrow());
    }

    static List<Allowed> ofRole(Templates templates, Templates.Resource role) {
        return of(templates).ofRoles.getOrDefault(role.toString(), List.of());
    }

    private static Set<String> texts(Templates templates, Templates.Resource resource, JsonNode oneOrMany) {
        var texts = new TreeSet<String>();
        listOf(oneOrMany).forEach(value -> texts.add(templates.text(resource.stack(), value)));
        return texts;
    }

    private static List<JsonNode> listOf(JsonNode oneOrMany) {
        if (oneOrMany.isMissingNode()) {
            return List.of();
        }
        var list = new ArrayList<JsonNode>();
        if (oneOrMany.isArray()) {
            oneOrMany.forEach(list::add);
        } else {
            list.add(oneOrMany);
        }
        return list;
    }
}
