package commerce.local.stage.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output and error that functions' threads share with the console: what a function prints goes to its stage's function log. */
final class FunctionOutput extends OutputStream {

    private static boolean installed;

    private final PrintStream console;
    private final ThreadLocal<ByteArrayOutputStream> unfinished = ThreadLocal.withInitial(ByteArrayOutputStream::new);

    private FunctionOutput(PrintStream console) {
        this.console = console;
    }

    /** Once per JVM; stages in one JVM share it. */
    static synchronized void install() {
        if (!installed) {
            installed = true;
            System.setOut(new PrintStream(new FunctionOutput(System.out), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new FunctionOutput(System.err), true, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void write(int next) throws IOException {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!Invocation.CURRENT.isBound()) {
            console.write(bytes, offset, length);
            return;
        }
        var line = unfinished.get();
        for (int index = offset; index < offset + length; index++) {
            if (bytes[index] == '\n') {
                Invocation.CURRENT.get().log().line(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(bytes[index]);
            }
        }
    }

    @Override
    public void flush() {
        if (!Invocation.CURRENT.isBound()) {
            console.flush();
        }
    }
}
