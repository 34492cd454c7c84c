package commerce.local.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what was asked wrongly gets one clear line and the right exit code. */
class ToolsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | usage:",
        "dance | unknown command dance",
        "demo --prot 1 | unknown option --prot",
        "demo --port | --port needs a value",
        "demo --port eighty | --port takes a whole number from 1, not \"eighty\"",
        "demo --port 0 | --port takes a whole number from 1, not \"0\"",
        "demo now | \"now\" is not understood",
        "bench | there are bench checkout, bench ledger and bench clearing",
        "bench checkout --buyers 1,,8 | --buyers takes a whole number",
        "bench checkout --buyers 1,-8 | --buyers takes a whole number",
        "bench checkout --orders 0 | --orders takes a whole number from 1",
        "bench clearing --merchants 0 | --merchants takes a whole number from 1"
    })
    void aWrongCommandLineGetsOneClearLineAndExitCodeTwo(String line, String message) {
        assertEquals(2, run(line));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains(message), err::toString);
        assertEquals(1, err.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void aPortNobodyListensOnIsOneClearLine() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        for (String command : new String[] {"seed", "demo", "race", "bench checkout", "bench ledger", "bench clearing"}) {
            err.reset();
            assertEquals(1, run(command + " --port " + free));
            assertEquals("no stage answers at http://127.0.0.1:" + free + "; start one with ./commerce up --port " + free + "\n", err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aStageThatAnswersNonsenseFailsTheCommandWithWhatItAnswered() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean health = exchange.getRequestURI().getPath().equals("/local/health");
            exchange.sendResponseHeaders(health ? 200 : 418, -1);
            exchange.close();
        });
        server.start();
        try {
            assertEquals(1, run("seed --port " + server.getAddress().getPort()));
            assertEquals("failed: POST /local/token answered 418: \n", err.toString(StandardCharsets.UTF_8));
        } finally {
            server.stop(0);
        }
    }

    private int run(String line) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        return Tools.run(args, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
