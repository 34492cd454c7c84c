package commerce.kernel;

import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Redacts every line before a handler of the root logger writes it: its message, what correlates it, and the messages of its exception and
 * of that one's causes. In place, so that the handlers that come later see no more.
 */
final class RedactedLogs implements Filter {

    private final Filter next;

    private RedactedLogs(Filter next) {
        this.next = next;
    }

    /** Cheap where it is done already: frameworks put in their handlers at a time of their own. */
    static void install() {
        for (var handler : Logger.getLogger("").getHandlers()) {
            if (!(handler.getFilter() instanceof RedactedLogs)) {
                install(handler);
            }
        }
    }

    private static synchronized void install(Handler handler) {
        if (!(handler.getFilter() instanceof RedactedLogs)) {
            handler.setFilter(new RedactedLogs(handler.getFilter()));
        }
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord record) {
            redact(record);
        }
        return next == null || next.isLoggable(line);
    }

    private static void redact(ExtLogRecord line) {
        var said = line.getFormattedMessage();
        var redacted = Redaction.redact(said);
        if (said != null && !said.equals(redacted)) {
            line.setMessage(redacted, ExtLogRecord.FormatStyle.NO_FORMAT);
            line.setParameters(null);
        }
        line.getMdcCopy().forEach((key, value) -> {
            var hidden = Redaction.redact(String.valueOf(value));
            if (!hidden.equals(String.valueOf(value))) {
                line.putMdc(key, hidden);
            }
        });
        if (line.getThrown() != null && RedactedFailure.hasSomethingToHide(line.getThrown())) {
            line.setThrown(new Redacted(line.getThrown()));
        }
    }

    /** Stands for an exception in a log: its name, its redacted message, where it was thrown, what caused it. */
    private static final class Redacted extends Throwable {

        private final String text;

        Redacted(Throwable failure) {
            super(Redaction.redact(failure.getMessage()), failure.getCause() == null ? null : new Redacted(failure.getCause()), false, true);
            text = Redaction.redact(failure.toString());
            setStackTrace(failure.getStackTrace());
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
