package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is started must be the same tomorrow, reachable from this machine only, and loud about what it lacks. */
class ComposeFileTest {

    private static final JsonNode FILE = read();

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Assemblies.checkout().resolve("local/localstack/compose.yaml").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode service(Target target) {
        return FILE.path("services").path(target.id());
    }

    @Test
    void thereIsOneServiceForEachTargetAndNoOther() {
        var services = new TreeSet<String>();
        FILE.path("services").fieldNames().forEachRemaining(services::add);

        assertEquals(Arrays.stream(Target.values()).map(Target::id).collect(Collectors.toCollection(TreeSet::new)), services);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetStartsByItsProfileAlone(Target target) {
        assertEquals("[\"" + target.id() + "\"]", service(target).path("profiles").toString());
    }

    @Test
    void imagesArePinnedAndAnotherOneIsAVariableAway() {
        assertEquals("${LOCALSTACK_IMAGE:-localstack/localstack:4.14.0}", service(Target.LOCALSTACK).path("image").asText());
        assertEquals("${LOCALSTACK_AUTH_TOKEN:-}", service(Target.LOCALSTACK).path("environment").path("LOCALSTACK_AUTH_TOKEN").asText());
        assertTrue(service(Target.FLOCI).path("image").asText().matches("\\$\\{FLOCI_IMAGE:-floci/floci:\\d+\\.\\d+\\.\\d+}"));
    }

    /** Whoever reaches an emulator may do anything in it, down to the Docker socket. */
    @ParameterizedTest
    @EnumSource
    void nothingIsReachableFromOutsideThisMachine(Target target) {
        assertEquals("[\"127.0.0.1:${COMMERCE_EMULATOR_PORT:-4566}:4566\"]", service(target).path("ports").toString());
    }

    @ParameterizedTest
    @EnumSource
    void functionsGetContainersOfTheirOwn(Target target) {
        assertTrue(service(target).path("volumes").toString().contains("/var/run/docker.sock:/var/run/docker.sock"));
    }

    @Test
    void whatAnEmulatorDoesNotKnowFailsInsteadOfBeingSkipped() {
        assertEquals("0", service(Target.LOCALSTACK).path("environment").path("CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES").asText());
        assertEquals("false", service(Target.FLOCI).path("environment").path("FLOCI_SERVICES_CLOUDFORMATION_ALLOW_STUB_UNSUPPORTED_RESOURCE_TYPES").asText());
    }

    @Test
    void aFunctionMayTakeAMinuteToStartOnABusyMachine() {
        assertEquals("60", service(Target.LOCALSTACK).path("environment").path("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT").asText());
    }

    /** All values are text: YAML's own numbers and booleans reach a container in forms that differ between versions of Compose. */
    @ParameterizedTest
    @EnumSource
    void everySettingIsText(Target target) {
        assertEquals(Set.of(), service(target).path("environment").propertyStream().filter(setting -> !setting.getValue().isTextual())
                .map(setting -> setting.getKey()).collect(Collectors.toSet()));
    }
}
