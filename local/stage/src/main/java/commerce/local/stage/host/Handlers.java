package commerce.local.stage.host;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** Every handler bean in this JVM, by its operation name. */
@Singleton
public class Handlers {

    private final Instance<RequestStreamHandler> beans;

    Handlers(@Any Instance<RequestStreamHandler> beans) {
        this.beans = beans;
    }

    /** Creates those that do not exist yet; their constructors run here, as they would in Lambda's INIT. */
    public Map<String, RequestStreamHandler> byOperation() {
        var handlers = new TreeMap<String, RequestStreamHandler>();
        for (var handle : beans.handles()) {
            var name = handle.getBean().getName();
            if (name != null) {
                handlers.put(name, handle.get());
            }
        }
        return handlers;
    }
}
