package commerce.local.stage.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.logging.LoggingFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;

/** Log records made inside an invocation become JSON lines of its stage's function log; the console shows all others. */
public final class FunctionLogging extends Handler {

    private static boolean installed;

    private FunctionLogging() {}

    /** Once per JVM. */
    public static synchronized void install() {
        if (!installed) {
            installed = true;
            FunctionOutput.install();
            // Metrics are lines of the log, as in Lambda; by itself the library would look for an agent to send them to.
            EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
            Logger.getLogger("").addHandler(new FunctionLogging());
        }
    }

    /** The console's share: {@code quarkus.log.console.filter=stage}. */
    @LoggingFilter(name = "stage")
    public static final class OutsideInvocations implements Filter {
        @Override
        public boolean isLoggable(LogRecord record) {
            return !Invocation.CURRENT.isBound();
        }
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record) && Invocation.CURRENT.isBound() && record.getLevel().intValue() >= Level.INFO.intValue()) {
            Invocation.CURRENT.get().log().line(json(ExtLogRecord.wrap(record), Invocation.CURRENT.get()));
        }
    }

    private static String json(ExtLogRecord record, Invocation invocation) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", invocation.clock().instant().toString());
        json.put("level", record.getLevel().getName());
        json.put("message", record.getFormattedMessage());
        json.put("logger", record.getLoggerName());
        json.put("function", invocation.function().operation());
        json.put("requestId", invocation.requestId());
        var context = json.putObject("mdc");
        record.getMdcCopy().forEach((key, value) -> context.put(key, String.valueOf(value)));
        // Powertools reads this from the process, which here is everybody's.
        context.put("service", invocation.function().environment().getOrDefault("POWERTOOLS_SERVICE_NAME", invocation.function().module()));
        if (record.getThrown() != null) {
            var trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            json.put("exception", trace.toString());
        }
        return json.toString();
    }

    @Override
    public void flush() {
        // The file is flushed by its stage.
    }

    @Override
    public void close() {
        // The file is closed by its stage.
    }
}
