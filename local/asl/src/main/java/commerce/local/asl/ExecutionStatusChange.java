package commerce.local.asl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An execution changed its status: what Step Functions tells EventBridge.
 *
 * @param execution the execution right after the change
 * @param time when it changed
 */
public record ExecutionStatusChange(ExecutionDescription execution, Instant time) {

    /** The {@code source} of the event. */
    public static final String SOURCE = "aws.states";

    /** The {@code detail-type} of the event. */
    public static final String DETAIL_TYPE = "Step Functions Execution Status Change";

    private static final int DETAIL_LIMIT_BYTES = 248 * 1024;

    /** The {@code detail} of the event. Dates are milliseconds since the epoch; input and output are JSON text, absent when too large. */
    public ObjectNode detail() {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        detail.put("executionArn", execution.executionArn());
        detail.put("stateMachineArn", execution.stateMachineArn());
        detail.put("name", execution.name());
        detail.put("status", execution.status().name());
        detail.put("startDate", execution.startDate().toEpochMilli());
        detail.put("stopDate", execution.stopDate().map(Instant::toEpochMilli).orElse(null));
        boolean inputIncluded = execution.input().length() <= DETAIL_LIMIT_BYTES;
        detail.put("input", inputIncluded ? execution.input() : null);
        detail.putObject("inputDetails").put("included", inputIncluded);
        boolean outputIncluded = execution.output().isPresent() && execution.output().get().length() <= DETAIL_LIMIT_BYTES;
        detail.put("output", outputIncluded ? execution.output().get() : null);
        if (execution.output().isPresent()) {
            detail.putObject("outputDetails").put("included", outputIncluded);
        } else {
            detail.putNull("outputDetails");
        }
        detail.put("error", execution.error().orElse(null));
        detail.put("cause", execution.cause().orElse(null));
        detail.putNull("stateMachineVersionArn");
        detail.putNull("stateMachineAliasArn");
        detail.put("redriveCount", execution.redriveCount());
        detail.put("redriveDate", execution.redriveDate().map(Instant::toEpochMilli).orElse(null));
        detail.put("redriveStatus", execution.redriveStatus().name());
        detail.put("redriveStatusReason", execution.redriveStatusReason().orElse(null));
        return detail;
    }
}
