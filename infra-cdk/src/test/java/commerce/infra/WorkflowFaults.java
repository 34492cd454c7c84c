package commerce.infra;

import static commerce.infra.Fault.in;
import static commerce.infra.Fault.inWorkflow;
import static commerce.infra.Fault.remove;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Definitions that AWS accepts, or the template makes wrong, and that fail when an order gets there. */
final class WorkflowFaults {

    private static final String MACHINE = "AWS::StepFunctions::StateMachine";

    static final List<Fault> ALL = List.of(
            inWorkflow(WorkflowRules.TRANSITIONS, "Commit stock leads to 'Nowhere'", "a Next to nowhere", states -> states.withObject("/Commit stock").put("Next", "Nowhere")),
            inWorkflow(WorkflowRules.TRANSITIONS, "Is anything to pay?", "a Default to nowhere", states -> states.withObject("/Is anything to pay?").put("Default", "Request  payment")),
            inWorkflow(WorkflowRules.TRANSITIONS, "Paid after all? leads to 'Comit stock'", "a choice to nowhere", states -> states.withObject("/Paid after all?/Choices/0").put("Next", "Comit stock")),
            inWorkflow(WorkflowRules.TRANSITIONS, "Reserve stock leads to 'close payment'", "a Catch to nowhere", states -> states.withObject("/Reserve stock/Catch/0").put("Next", "close payment")),
            new Fault("a start nowhere", WorkflowRules.TRANSITIONS, "starts at 'Begin'", templates -> Definition.change(templates, definition -> definition.put("StartAt", "Begin"))),
            inWorkflow(WorkflowRules.TRANSITIONS, "Each leads to 'Gone'", "a Catch to nowhere inside a loop", WorkflowFaults::addLoop),
            inWorkflow(WorkflowRules.REACHED, "Forgotten", "a state that nothing leads to", states -> states.putObject("Forgotten").put("Type", "Succeed")),
            inWorkflow(WorkflowRules.CONTINUED, "Cancel order", "a state that neither ends nor goes on", states -> states.withObject("/Cancel order").remove("End")),
            inWorkflow(WorkflowRules.CONTINUED, "Cancel order", "a state that ends and goes on", states -> states.withObject("/Cancel order").put("Next", "Reject order")),
            inWorkflow(WorkflowRules.ERRORS, "commerce.inventory.SoldOut", "an unknown error class", states -> states.withObject("/Reserve stock/Catch/0").putArray("ErrorEquals").add("commerce.inventory.SoldOut")),
            inWorkflow(WorkflowRules.CAUGHT, "RedeemCoupon never throws commerce.inventory.OutOfStock", "an error class of another step", states -> states.withObject("/Redeem coupon/Catch/0").putArray("ErrorEquals").add("commerce.inventory.OutOfStock")),
            inWorkflow(WorkflowRules.ERRORS, "commerce.inventory.ReserveStock", "a class that cannot be thrown", states -> states.withObject("/Reserve stock/Catch/0").putArray("ErrorEquals").add("commerce.inventory.ReserveStock")),
            inWorkflow(WorkflowRules.ERRORS, "States.TimedOut", "a misspelt error of Step Functions", states -> states.withObject("/Reserve stock/Retry/0").putArray("ErrorEquals").add("States.TimedOut")),
            in(MACHINE, "CheckoutWorkflow", "DefinitionSubstitutions", WorkflowRules.SUBSTITUTIONS, "a substitution that is not given", given -> given.remove("CommitStockArn")).naming("${CommitStockArn}"),
            in(MACHINE, "CheckoutWorkflow", "DefinitionSubstitutions", WorkflowRules.SUBSTITUTIONS, "a substitution that nothing uses", given -> given.set("GetOrderArn", given.path("CancelOrderArn"))).naming("GetOrderArn"),
            in(MACHINE, "CheckoutWorkflow", "DefinitionSubstitutions", WorkflowRules.STEPS, "two steps that were exchanged", given -> {
                var reject = given.path("RejectOrderArn");
                given.set("RejectOrderArn", given.path("CancelOrderArn"));
                given.set("CancelOrderArn", reject);
            }).naming("Cancel order"),
            new Fault("a step that is not granted", WorkflowRules.GRANTED, "may not invoke CommitStockArn", templates -> remove(invokable(templates), arn -> arn.toString().contains("CommitStockLive"))),
            new Fault("a grant for what is no step", WorkflowRules.GRANTED, "which is no step", templates -> invokable(templates).addObject().put("Ref", "GetOrderLive")),
            inWorkflow(WorkflowRules.TIME_OUTS, "Commit stock", "a task that may wait for ever", states -> states.withObject("/Commit stock").remove("TimeoutSeconds")),
            in(MACHINE, "CheckoutWorkflow", "LoggingConfiguration", WorkflowRules.WATCHED, "a workflow that logs what it handles", logging -> logging.put("IncludeExecutionData", true)),
            in(MACHINE, "CheckoutWorkflow", "TracingConfiguration", WorkflowRules.WATCHED, "a workflow that is not traced", tracing -> tracing.put("Enabled", false)));

    private WorkflowFaults() {}

    /** Between the last step and the end. */
    private static void addLoop(ObjectNode states) {
        states.withObject("/Confirm order").put("Next", "Tell everybody").remove("End");
        var loop = states.putObject("Tell everybody").put("Type", "Map").put("End", true).putObject("ItemProcessor").put("StartAt", "Each");
        var each = loop.putObject("States").putObject("Each").put("Type", "Pass").put("End", true);
        each.putArray("Catch").addObject().put("Next", "Gone").putArray("ErrorEquals").add("States.ALL");
    }

    private static ArrayNode invokable(Templates templates) {
        return (ArrayNode) Fault.statement(templates, "Checkout", "lambda:InvokeFunction").path("Resource");
    }
}
