package commerce.infra;

import java.util.Locale;
import software.amazon.awscdk.Stack;

/** What functions may do with a workflow, known by its fixed name: it may belong to a later stack, or invoke the very function that starts it. */
final class WorkflowAccess {

    private final String variable;
    private final String machine;
    private final String executions;

    /** @param workflow for example {@code PaymentRecovery}, whose functions find its address in {@code PAYMENT_RECOVERY_STATE_MACHINE_ARN} */
    WorkflowAccess(Stack stack, PhysicalNames names, String workflow) {
        variable = Operation.kebab(workflow).replace('-', '_').toUpperCase(Locale.ROOT) + "_STATE_MACHINE_ARN";
        machine = names.workflowArn(stack, workflow);
        executions = names.workflowExecutions(stack, workflow);
    }

    String machineArn() {
        return machine;
    }

    /** @return the operation, which may now end a task that waits for its token */
    Operation answeredBy(Operation operation) {
        return operation.may(machine, "states:SendTaskFailure", "states:SendTaskSuccess");
    }

    /** @return the operation, which may now start an execution */
    Operation startedBy(Operation operation) {
        return operation.with(variable, machine).may(machine, "states:StartExecution");
    }

    /** @return the operation, which may now look at an execution */
    Operation readBy(Operation operation) {
        return operation.with(variable, machine).may(executions, "states:DescribeExecution");
    }

    /** @return the operation, which may now let a failed execution go on */
    Operation redrivenBy(Operation operation) {
        return readBy(operation).may(executions, "states:RedriveExecution");
    }
}
