package commerce.kernel;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * Lets Powertools' {@code POWERTOOLS_LOG_LEVEL} rule the logging backend that Quarkus brings, which Powertools itself ships no manager for.
 * Found through {@link java.util.ServiceLoader}.
 */
public final class JBossLoggingManager implements LoggingManager {

    @Override
    public void setLogLevel(Level level) {
        java.util.logging.Logger.getLogger("").setLevel(switch (level) {
            case ERROR -> java.util.logging.Level.SEVERE;
            case WARN -> java.util.logging.Level.WARNING;
            case INFO -> java.util.logging.Level.INFO;
            case DEBUG -> java.util.logging.Level.FINE;
            case TRACE -> java.util.logging.Level.FINER;
        });
    }

    @Override
    public Level getLogLevel(Logger logger) {
        if (logger.isTraceEnabled()) {
            return Level.TRACE;
        }
        if (logger.isDebugEnabled()) {
            return Level.DEBUG;
        }
        if (logger.isInfoEnabled()) {
            return Level.INFO;
        }
        return logger.isWarnEnabled() ? Level.WARN : Level.ERROR;
    }
}
