package commerce.local.stage.host.isolated;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** A small real function that does as it is told: its event is a word, and for some of them an argument. */
public final class Rehearsal implements RequestStreamHandler {

    public Rehearsal() {
        if (System.getenv("FAIL_TO_INITIALIZE") != null) {
            throw new IllegalStateException("no such thing at the start");
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        var words = new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "").split(" ");
        System.out.println("rehearsing " + words[0]);
        switch (words[0]) {
            case "who" -> output.write(json(String.valueOf(ProcessHandle.current().pid())));
            case "context" -> output.write(json(context.getFunctionName() + " " + context.getInvokedFunctionArn() + " " + context.getMemoryLimitInMB() + " "
                    + context.getAwsRequestId() + " " + (context.getRemainingTimeInMillis() > 0)));
            case "variable" -> output.write(json(System.getenv(words[1])));
            case "time" -> output.write(json(String.valueOf(Clock.systemUTC().millis())));
            case "throw" -> throw new IllegalStateException("no such thing");
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            case "hang" -> awaitNothing();
            case "large" -> output.write(json("x".repeat(Integer.parseInt(words[1]))));
            case "meet" -> meet(Path.of(words[1]), output);
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static byte[] json(String text) {
        return ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
    }

    private static void awaitNothing() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says in a folder that it is there, and waits until somebody says that all are. */
    private static void meet(Path folder, OutputStream output) throws IOException {
        var pid = String.valueOf(ProcessHandle.current().pid());
        Files.createFile(folder.resolve(pid));
        while (!Files.exists(folder.resolve("all"))) {
            Thread.onSpinWait();
        }
        output.write(json(pid));
    }
}
