package commerce.infra;

import static commerce.infra.Fault.in;
import static commerce.infra.Fault.without;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Things that would go wrong in silence. */
final class AlarmFaults {

    private static final String ALARM = "AWS::CloudWatch::Alarm";

    static final List<Fault> ALL = List.of(
            in(ALARM, "PlaceOrderErrors", "", AlarmRules.HEARD, "an alarm that nobody hears", alarm -> alarm.remove("AlarmActions")),
            in(ALARM, "PlaceOrderErrors", "", AlarmRules.HEARD, "an alarm that is switched off", alarm -> alarm.put("ActionsEnabled", false)),
            in(ALARM, "PlaceOrderErrors", "", AlarmRules.HEARD, "an alarm that does not say what it means", alarm -> alarm.remove("AlarmDescription")),
            new Fault("alarms that nobody is told of", AlarmRules.LISTENER, "AlarmEmail", templates -> ((ObjectNode) templates.byStack().get("Platform").at("/Parameters/AlarmEmail")).put("Default", "")),
            in(ALARM, "PlaceOrderErrors", "", AlarmRules.PROMPT, "an alarm that waits for an hour", alarm -> alarm.put("EvaluationPeriods", 12)),
            without(ALARM, "PlaceOrderErrors", AlarmRules.FAILURES, "PlaceOrder", "a function whose failures nobody sees"),
            in(ALARM, "PlaceOrderErrors", "", AlarmRules.FAILURES, "an alarm that rings only at the hundredth failure", alarm -> alarm.put("Threshold", 100)).naming("PlaceOrder"),
            without("AWS::Logs::MetricFilter", "ReserveStockCrashLines", AlarmRules.FAILURES, "ReserveStock", "a function whose time-outs nobody sees"),
            without(ALARM, "Throttles", AlarmRules.THROTTLES, "all functions", "throttles that nobody sees"),
            without(ALARM, "StartCheckoutEventsDeadLettersNotEmpty", AlarmRules.DEAD_LETTERS, "StartCheckoutEventsDeadLettersQueue", "dead letters that nobody sees"),
            without(ALARM, "StartCheckoutEventsDeadLettersExpiring", AlarmRules.FORGOTTEN, "StartCheckoutEventsDeadLettersQueue", "dead letters that are lost in silence"),
            without(ALARM, "StartCheckoutEventsStuck", AlarmRules.STUCK, "StartCheckoutEventsQueue", "a queue that may stand still in silence"),
            without(ALARM, "PublishCatalogEventsChangesLate", AlarmRules.LATE, "PublishCatalogEvents", "a stream that may fall behind in silence"),
            without(ALARM, "CheckoutAborted", AlarmRules.WORKFLOWS, "CheckoutWorkflow", "executions that are stopped in silence"),
            without(ALARM, "ServerErrors", AlarmRules.FRONT_DOOR, "Edge/Api", "callers whose failures nobody sees"));

    private AlarmFaults() {}
}
