package commerce.infra;

import static commerce.infra.Fault.inFunction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Wrong functions, and a resource nobody expects. */
final class FunctionFaults {

    static final List<Fault> ALL = List.of(
            new Fault("a resource of an unknown type", TypeRules.LISTED, "AWS::ElastiCache::CacheCluster", templates -> templates.add(
                    new Templates.Resource("Catalog", "Cache", resource("AWS::ElastiCache::CacheCluster")))),
            inFunction("ReserveStock", "", FunctionRules.TIME_OUT, "a function without a time-out", function -> function.remove("Timeout")),
            inFunction("ReserveStock", "", FunctionRules.MEMORY, "a function without memory", function -> function.remove("MemorySize")),
            inFunction("GetProduct", "TracingConfig", FunctionRules.TRACED, "a function with its tracing off", tracing -> tracing.put("Mode", "PassThrough")),
            inFunction("GetProduct", "", FunctionRules.LOG_GROUP, "a function without a log group", function -> function.remove("LoggingConfig")),
            new Fault("two functions that share a log group", FunctionRules.LOG_GROUP, "GetProduct",
                    templates -> templates.function("GetProduct").properties().set("LoggingConfig", templates.function("ListProducts").property("LoggingConfig"))),
            Fault.in("AWS::Logs::LogGroup", "GetProductLogs", "", FunctionRules.RETENTION, "a log group that keeps everything", group -> group.remove("RetentionInDays")),
            // Two that may do the same, or their permissions would be wrong as well.
            new Fault("two functions that share a role", FunctionRules.ROLE, "RejectOrder",
                    templates -> templates.function("RejectOrder").properties().set("Role", templates.function("CancelOrder").property("Role"))),
            Fault.in("AWS::Lambda::Alias", "PlaceOrderLive", "", FunctionRules.SNAPSHOT, "a snapshot with provisioned concurrency", alias -> alias.putObject("ProvisionedConcurrencyConfig").put("ProvisionedConcurrentExecutions", 1)),
            inFunction("PaymentWebhook", "", FunctionRules.RESERVED, "a function that may never run", function -> function.put("ReservedConcurrentExecutions", 0)),
            inFunction("PaymentWebhook", "", FunctionRules.RESERVED, "a function that leaves nothing to the others", function -> function.put("ReservedConcurrentExecutions", 950)),
            Fault.in("AWS::Lambda::EventSourceMapping", "StartCheckoutEventsMapping", "", FunctionRules.ALIAS, "a queue that feeds a function past its alias", mapping -> mapping.putObject("FunctionName").put("Ref", "StartCheckout")),
            inFunction("PlaceOrder", "", FunctionRules.PATIENCE, "a route's function that outlasts the front door", function -> function.put("Timeout", 30)),
            inFunction("CommitStock", "", FunctionRules.PATIENCE, "a step's function that outlasts its state", function -> function.put("Timeout", 30)),
            inFunction("QuotePrice", "", FunctionRules.PATIENCE, "an asked function that outlasts the one that asks", function -> function.put("Timeout", 15)));

    private FunctionFaults() {}

    private static ObjectNode resource(String type) {
        var resource = new ObjectMapper().createObjectNode().put("Type", type);
        resource.putObject("Properties");
        return resource;
    }
}
