package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The templates come from the checkout alone: in a process of its own, as {@code ./commerce synth} starts it. */
class SynthesisTest {

    /** What {@code ./commerce synth} sets, and what a process needs to find Node. */
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "JSII_NODE", "JSII_RUNTIME", "TMPDIR");

    @Test
    void itNeedsNeitherAccountNorNetworkAndIsEqualByteForByteEachTime(@TempDir Path folder) throws Exception {
        var first = synthesize(folder.resolve("first"), Map.of());
        var second = synthesize(folder.resolve("second"), Map.of());

        assertTrue(first.keySet().containsAll(List.of("manifest.json", "Platform.template.json", "Edge.template.json")), first.keySet()::toString);
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, content) -> assertEquals(content, second.get(name), name));
    }

    @Test
    void whatAnAccountsEnvironmentSaysStaysOutOfTheTemplates(@TempDir Path folder) throws Exception {
        var plain = synthesize(folder.resolve("plain"), Map.of());
        var elsewhere = synthesize(folder.resolve("elsewhere"), Map.of(
                "AWS_REGION", "ap-southeast-7", "AWS_DEFAULT_REGION", "ap-southeast-7", "CDK_DEFAULT_REGION", "ap-southeast-7",
                "CDK_DEFAULT_ACCOUNT", "123456789012", "AWS_PROFILE", "somebody", "TZ", "Asia/Tokyo", "LC_ALL", "C"));

        assertEquals(plain, elsewhere);
    }

    /** Every address leads to a port on which nobody listens, so that whatever asked the network would fail. */
    private static Map<String, String> synthesize(Path out, Map<String, String> environment) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var nowhere = List.of("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=9", "-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=9", "-Dhttp.nonProxyHosts=");
        var command = Stream.of(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")), nowhere,
                List.of(CommerceApp.class.getName(), "--stage", "prod", "--code", "placeholder", "--out", out.toString())).flatMap(List::stream).toList();
        var log = out.resolveSibling(out.getFileName() + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        var inherited = Map.copyOf(builder.environment());
        builder.environment().clear();
        PASSED_ON.stream().filter(inherited::containsKey).forEach(name -> builder.environment().put(name, inherited.get(name)));
        for (var proxy : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
            builder.environment().put(proxy, "http://127.0.0.1:9");
        }
        builder.environment().putAll(Map.of("AWS_EC2_METADATA_DISABLED", "true", "CDK_VALIDATION", "false", "JSII_DEPRECATED", "quiet"));
        builder.environment().putAll(environment);

        assertEquals(0, builder.start().waitFor(), () -> read(log));
        assertFalse(read(log).contains("ECONNREFUSED"), () -> read(log));
        return files(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> files(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> contents.put(folder.relativize(file).toString(), read(file)));
        }
        return contents;
    }
}
