package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import commerce.local.stage.harness.Told;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.demo.Demo;
import commerce.local.tools.seed.Seed;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shop's day as {@code ./commerce demo} plays it, and what {@code ./commerce up --seed} prints. */
@QuarkusTest
class DemoTest {

    @Inject
    TestStage stage;

    @Test
    void everySceneOfTheShopsDayGoesAsTold() {
        Told told = new Told();

        assertEquals(List.of(), new Demo(new HttpApi(stage.url()), told.stream()).run(), told::toString);
    }

    /** The demo may have moved the clock before; the seeded shop works all the same, and loading it twice changes nothing. */
    @Test
    void theLinesTheSeededShopPrintsCanBeCopiedIntoATerminal() throws IOException, InterruptedException {
        HttpApi api = new HttpApi(stage.url());
        new Seed(api, new Told().stream()).run();
        Told told = new Told();
        new Seed(api, told.stream()).run();
        List<String> lines = told.toString().lines().filter(line -> line.startsWith("TOKEN=") || line.startsWith("curl ")).toList();
        assertEquals(4, lines.size(), told::toString);

        List<String> answers = new Terminal().run(lines);

        assertEquals(3, answers.size());
        assertTrue(answers.get(0).startsWith("{\"items\":[{\"sku\":\"food-"), answers::toString);
        assertTrue(answers.get(1).contains("\"status\":\"PENDING\""), answers::toString);
        assertTrue(answers.get(2).contains("\"orderId\""), answers::toString);
    }

    /** A shell, as a user has it. */
    private static final class Terminal {

        /** What each curl line printed. */
        List<String> run(List<String> lines) throws IOException, InterruptedException {
            String script = Stream.concat(Stream.of("set -eu"), lines.stream().map(line -> line.startsWith("curl ") ? line + "; echo" : line)).reduce("", (all, line) -> all + line + "\n");
            Process shell = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, shell.waitFor(), said);
            return said.lines().toList();
        }
    }
}
