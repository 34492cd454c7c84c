package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.StageModel.Input;
import java.time.Instant;

/**
 * An event on its way to a target.
 *
 * @param event as the rule matched it
 * @param input what the target gets
 * @param since when the bus took it
 */
public record Delivery(String event, String input, Instant since) {

    /** @param input says what the target gets of the event */
    public static Delivery of(Input input, JsonNode event, String ruleName, String ruleArn, Instant since) {
        return of(input, event, event.toString(), ruleName, ruleArn, since);
    }

    /** The same, for an event that has been written down already. */
    static Delivery of(Input input, JsonNode event, String written, String ruleName, String ruleArn, Instant since) {
        return new Delivery(written, input instanceof Input.Whole ? written : TargetInput.of(input, event, ruleName, ruleArn, since), since);
    }
}
