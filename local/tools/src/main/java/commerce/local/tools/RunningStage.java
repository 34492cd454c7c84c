package commerce.local.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.tools.client.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Finds the stage to talk to: the given port, or the one this checkout's state file {@code .commerce/stage.json} names. */
public final class RunningStage {
    private static final String STATE_FILE = ".commerce/stage.json";

    private RunningStage() {
    }

    /**
     * The base URL of a stage that answers its health check.
     *
     * @throws CommandFailed with one clear line when none runs
     */
    public static URI find(OptionalInt port) {
        URI url = port.isPresent() ? local(port.getAsInt()) : fromStateFile();
        if (!HttpApi.answers(url.resolve("/local/health"))) {
            throw new CommandFailed(1, "no stage answers at " + url + "; start one with ./commerce up --port " + url.getPort());
        }
        return url;
    }

    private static URI fromStateFile() {
        Path file = root().resolve(STATE_FILE);
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(1, "no stage of this checkout is running; start one with ./commerce up, or name one with --port");
        }
        try {
            JsonNode state = new ObjectMapper().readTree(file.toFile());
            return state.hasNonNull("port") ? local(state.get("port").asInt()) : URI.create(state.path("url").asText());
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CommandFailed(1, file + " does not name a running stage (" + unreadable.getMessage() + "); use --port");
        }
    }

    /** The launcher says where the checkout is; started by hand, it is the nearest folder above that holds a state file. */
    private static Path root() {
        String told = System.getProperty("commerce.home");
        if (told != null) {
            return Path.of(told);
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(STATE_FILE))) {
                return folder;
            }
        }
        return here;
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
