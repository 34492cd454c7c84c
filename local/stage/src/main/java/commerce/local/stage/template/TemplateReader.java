package commerce.local.stage.template;

import commerce.local.stage.StageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Turns a synthesized assembly into the stage's model. */
public final class TemplateReader {

    /** What {@code AWS::Region} stands for here. */
    public static final String REGION = "eu-central-1";

    /** What {@code AWS::AccountId} stands for here. */
    public static final String ACCOUNT = "000000000000";

    private TemplateReader() {}

    /**
     * @param folder the {@code cdk.out} folder
     * @param parameters values of CloudFormation parameters, by name
     * @throws UnsupportedTemplate naming every unknown resource type, or the first thing that cannot be resolved
     */
    public static StageModel read(Path folder, Map<String, String> parameters) {
        return read(folder, parameters, Map.of());
    }

    /** @param secrets the text of secrets, by logical id, in place of what would be generated */
    public static StageModel read(Path folder, Map<String, String> parameters, Map<String, String> secrets) {
        var resolver = new Resolver(Assembly.read(folder), parameters, REGION, ACCOUNT);
        var resources = resolver.resources();
        refuseUnknown(resources);
        var functions = new Functions(resolver, ofType(resources, "AWS::Lambda::Function"), ofType(resources, "AWS::Lambda::EventInvokeConfig"));
        var mappings = ofType(resources, "AWS::Lambda::EventSourceMapping");
        var rules = new Rules(resolver, ofType(resources, "AWS::Events::Rule"));
        var api = new HttpApi(resolver, resources, functions);
        return new StageModel(
                REGION,
                ACCOUNT,
                api.routes(),
                api.cors(),
                functions.byOperation(),
                byKey(ofType(resources, "AWS::DynamoDB::Table"), table -> Data.table(resolver, table), StageModel.Table::name),
                byKey(ofType(resources, "AWS::S3::Bucket"), bucket -> Data.bucket(resolver, bucket), name -> name).keySet(),
                byKey(ofType(resources, "AWS::SQS::Queue"), queue -> Data.queue(resolver, queue), StageModel.Queue::name),
                EventSources.ofQueues(resolver, functions, mappings),
                EventSources.ofStreams(resolver, functions, mappings),
                buses(resolver, resources),
                rules.withPattern(),
                rules.withSchedule(),
                byKey(ofType(resources, "AWS::StepFunctions::StateMachine"), machine -> Data.stateMachine(resolver, machine), StageModel.StateMachine::arn),
                byKey(ofType(resources, "AWS::SecretsManager::Secret"), secret -> Secrets.secret(resolver, secret, secrets), StageModel.Secret::arn),
                ssmParameters(resolver, resources),
                resolver.outputs(),
                inert(resources));
    }

    private static void refuseUnknown(List<Resource> resources) {
        var unknown = resources.stream()
                .filter(resource -> !ResourceTypes.EMULATED.contains(resource.type()) && !ResourceTypes.INERT.containsKey(resource.type()))
                .map(resource -> "the stage does not know the resource type %s (%s)".formatted(resource.type(), resource.address()))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnsupportedTemplate(unknown);
        }
    }

    private static List<StageModel.Inert> inert(List<Resource> resources) {
        return resources.stream()
                .filter(resource -> ResourceTypes.INERT.containsKey(resource.type()))
                .map(resource -> new StageModel.Inert(resource.stack(), resource.logicalId(), resource.type(), ResourceTypes.INERT.get(resource.type())))
                .toList();
    }

    private static Set<String> buses(Resolver resolver, List<Resource> resources) {
        var buses = new LinkedHashSet<String>();
        buses.add("default");
        ofType(resources, "AWS::Events::EventBus").forEach(bus -> buses.add(resolver.name(bus)));
        return buses;
    }

    private static Map<String, String> ssmParameters(Resolver resolver, List<Resource> resources) {
        var values = new LinkedHashMap<String, String>();
        ofType(resources, "AWS::SSM::Parameter").forEach(parameter -> values.put(resolver.name(parameter), resolver.property(parameter, "Value").asText()));
        return values;
    }

    static List<Resource> ofType(List<Resource> resources, String type) {
        return resources.stream().filter(resource -> resource.type().equals(type)).toList();
    }

    private static <V> Map<String, V> byKey(List<Resource> resources, Function<Resource, V> read, Function<V, String> key) {
        var values = new LinkedHashMap<String, V>();
        var clashes = new ArrayList<String>();
        resources.forEach(resource -> {
            var value = read.apply(resource);
            if (values.put(key.apply(value), value) != null) {
                clashes.add(resource.address() + " has a name that is taken: " + key.apply(value));
            }
        });
        if (!clashes.isEmpty()) {
            throw new UnsupportedTemplate(clashes);
        }
        return values;
    }
}
