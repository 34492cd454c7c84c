package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our templates and what the emulators can take are kept in step here, without Docker. */
class TargetTest {

    @ParameterizedTest
    @EnumSource
    void everyResourceTypeThatIsDeployedIsKnownOrMissedByNobody(Target target) {
        var assembly = CloudAssembly.read(Assemblies.placeholders(target));
        var deployed = assembly.without(Target::isFrontDoor);

        var neither = new TreeSet<String>();
        deployed.stacks().forEach(stack -> types(stack).filter(type -> !target.knows(type) && target.whyNotMissed(type).isEmpty()).forEach(neither::add));

        assertEquals(Set.of(), neither);
        assertEquals(List.of("Edge"), assembly.stacks().stream().map(CloudAssembly.Stack::id).filter(id -> deployed.stacks().stream().noneMatch(stack -> stack.id().equals(id))).toList());
    }

    private static Stream<String> types(CloudAssembly.Stack stack) {
        return stack.template().path("Resources").valueStream().map(resource -> resource.path("Type").asText());
    }

    @Test
    void whatIsLeftOutOnLocalStackIsTheArchiveAndTheMetricFilters() {
        var leftOut = new TreeMap<String, Integer>();
        CloudAssembly.read(Assemblies.placeholders(Target.LOCALSTACK)).without(Target::isFrontDoor).stacks()
                .forEach(stack -> Fitting.of(stack, Target.LOCALSTACK).leftOut().forEach((type, count) -> leftOut.merge(type, count, Integer::sum)));

        assertEquals(Set.of("AWS::Events::Archive", "AWS::Logs::MetricFilter"), leftOut.keySet());
    }

    @ParameterizedTest
    @EnumSource
    void noTypeIsBothKnownAndMissedByNobody(Target target) {
        target.known().forEach(type -> assertTrue(target.whyNotMissed(type).isEmpty(), type));
    }

    @ParameterizedTest
    @EnumSource
    void aStackNeverComesBeforeOneItImportsFrom(Target target) {
        var stacks = CloudAssembly.read(Assemblies.placeholders(target)).stacks();
        var ids = stacks.stream().map(CloudAssembly.Stack::id).toList();

        stacks.forEach(stack -> stack.dependencies().stream().filter(ids::contains).forEach(dependency ->
                assertTrue(ids.indexOf(dependency) < ids.indexOf(stack.id()), stack.id() + " before " + dependency)));
        assertTrue(stacks.stream().allMatch(stack -> stack.name().startsWith("commerce-" + target.id() + "-")));
    }

    @Test
    void anUnknownTypeIsRefusedByNameBeforeAnythingIsSent() throws IOException {
        var refused = assertThrows(DeploymentFailed.class, () -> fitting("{'Fancy':{'Type':'AWS::Pipes::Pipe'}}"));

        assertEquals("LocalStack does not know the resource type AWS::Pipes::Pipe (Fancy of stack shop)", refused.getMessage());
    }

    @Test
    void whatIsLeftOutTakesItsPlaceInTheOrderWithIt() throws IOException {
        var fitting = fitting("{'Filter':{'Type':'AWS::Logs::MetricFilter'},'One':{'Type':'AWS::SQS::Queue','DependsOn':'Filter'},"
                + "'Two':{'Type':'AWS::SQS::Queue','DependsOn':['One','Filter']}}");

        assertEquals(Map.of("AWS::Logs::MetricFilter", 1), fitting.leftOut());
        assertFalse(fitting.template().path("Resources").has("Filter"));
        assertFalse(fitting.template().path("Resources").path("One").has("DependsOn"));
        assertEquals("[\"One\"]", fitting.template().path("Resources").path("Two").path("DependsOn").toString());
    }

    @Test
    void somethingThatIsReferredToIsNotLeftOut() {
        for (var reference : List.of("{'Ref':'Filter'}", "{'Fn::GetAtt':['Filter','Arn']}", "{'Fn::Sub':'a-${Filter}'}", "{'Fn::Sub':['a-${Filter.Arn}',{}]}")) {
            var refused = assertThrows(DeploymentFailed.class,
                    () -> fitting("{'Filter':{'Type':'AWS::Logs::MetricFilter'},'Queue':{'Type':'AWS::SQS::Queue','Properties':{'QueueName':" + reference + "}}}"), reference);

            assertEquals("Filter (AWS::Logs::MetricFilter) of stack shop cannot be left out: something refers to it", refused.getMessage());
        }
    }

    @Test
    void stacksInACircleAreRefused(@TempDir Path folder) throws IOException {
        var stack = "{'type':'aws:cloudformation:stack','properties':{'templateFile':'template.json'},'dependencies':['%s']}";
        Files.writeString(folder.resolve("template.json"), "{}");
        Files.writeString(folder.resolve("manifest.json"), ("{'artifacts':{'A':" + stack.formatted("B") + ",'B':" + stack.formatted("A") + "}}").replace('\'', '"'));

        var refused = assertThrows(IllegalArgumentException.class, () -> CloudAssembly.read(folder));

        assertEquals("stacks depend on one another in a circle: A -> B -> A", refused.getMessage());
    }

    private static Fitting fitting(String resources) throws IOException {
        var template = (ObjectNode) new ObjectMapper().readTree(("{'Resources':" + resources + "}").replace('\'', '"'));
        return Fitting.of(new CloudAssembly.Stack("Shop", "shop", template, Set.of(), List.of()), Target.LOCALSTACK);
    }
}
