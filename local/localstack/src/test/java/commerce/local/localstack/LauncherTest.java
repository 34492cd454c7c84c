package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./commerce up --on} says before anything is built: one line, and what to do. */
class LauncherTest {

    @TempDir
    Path first;

    @Test
    void aTargetNobodyKnowsIsRefused() throws IOException, InterruptedException {
        assertEquals("2 commerce: --on azure: there are localstack and floci\n", commerce("up", "--on", "azure"));
    }

    @Test
    void aSettingOfTheLocalStageIsNotForAnEmulator() throws IOException, InterruptedException {
        assertEquals("2 commerce: --dynamodb-endpoint is for the local stage, not for --on floci\n", commerce("up", "--on", "floci", "--dynamodb-endpoint", "http://127.0.0.1:8000"));
    }

    @Test
    void aDockerWithoutAnEngineIsToldFromOneWithoutCompose() throws IOException, InterruptedException {
        docker("exit 1");
        assertEquals("1 commerce: --on localstack needs a running Docker: docker is here, but no Docker engine answers it.\n", commerce("up", "--on", "localstack"));

        docker("[ \"$1\" = version ]");
        assertEquals("1 commerce: --on floci needs Docker Compose 2: docker has no command compose here.\n", commerce("up", "--on", "floci"));
    }

    private void docker(String script) throws IOException {
        var docker = Files.writeString(first.resolve("docker"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Exit code and all it said. */
    private String commerce(String... arguments) throws IOException, InterruptedException {
        var launcher = new ProcessBuilder(Stream.concat(Stream.of(Assemblies.checkout().resolve("commerce").toString()), Stream.of(arguments)).toList()).redirectErrorStream(true);
        launcher.environment().merge("PATH", first.toString(), (before, mine) -> mine + File.pathSeparator + before);
        var running = launcher.start();
        var said = new String(running.getInputStream().readAllBytes());
        return running.waitFor() + " " + said;
    }
}
