package commerce.local.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;

/** Started by the JVM before the function: makes the process live on the stage's time and end with the stage. */
public final class Agent {

    private Agent() {}

    /** @param clockFile the file with the stage's offset, see {@link StageClock} */
    public static void premain(String clockFile, Instrumentation instrumentation) throws IOException {
        StageClock.follow(Path.of(clockFile));
        instrumentation.addTransformer(new ClockRedirection());
        Thread.ofPlatform().daemon().name("ends-with-the-stage").start(Agent::endWithTheStage);
    }

    /** Nothing is ever written to standard input: its end is the message, which the operating system sends even for a stage that was killed. */
    private static void endWithTheStage() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            System.err.println("the stage's pipe broke: " + broken);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
