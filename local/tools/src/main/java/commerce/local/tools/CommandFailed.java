package commerce.local.tools;

/** A command cannot go on. The message is the one clear line the user gets; the exit code is 1 (it failed) or 2 (it was asked wrongly). */
public final class CommandFailed extends RuntimeException {
    private final int exitCode;

    public CommandFailed(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The user asked for something that does not exist or lacks a value. */
    public static CommandFailed usage(String message) {
        return new CommandFailed(2, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
