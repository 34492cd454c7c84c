package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What costs money while nobody buys anything is named and counted in {@code docs/idle-cost.md}: nothing comes in unpriced. */
class IdleCostTest {

    private static final Path PAGE = Path.of("..", "docs", "idle-cost.md");

    private final Templates templates = Templates.of("prod");

    @Test
    void thePageCountsWhatTheTemplatesHold() throws IOException {
        assertCounted("customer managed keys", templates.ofType("AWS::KMS::Key"));
        assertCounted("alarms", templates.ofType("AWS::CloudWatch::Alarm"));
        assertCounted("dashboards", templates.ofType("AWS::CloudWatch::Dashboard"));
        assertCounted("secrets", templates.ofType("AWS::SecretsManager::Secret"));
        assertCounted("polling of queues", QueueRules.mappings(templates));
        assertCounted("sweepers, functions", templates.ofType("AWS::Events::Rule").filter(rule -> !rule.property("ScheduleExpression").isMissingNode()));
    }

    @Test
    void nothingWaitsForWorkAtAPrice() {
        assertTrue(templates.ofType("AWS::DynamoDB::Table").allMatch(table -> table.property("BillingMode").asText().equals("PAY_PER_REQUEST")));
        assertTrue(templates.ofType("AWS::Lambda::Alias").allMatch(alias -> alias.property("ProvisionedConcurrencyConfig").isMissingNode()));
        assertTrue(templates.ofType("AWS::Lambda::EventSourceMapping").allMatch(mapping -> mapping.property("ProvisionedPollerConfig").isMissingNode()));
    }

    /** @param row how the row of the page begins, before its number */
    private static void assertCounted(String row, Stream<Templates.Resource> things) throws IOException {
        var found = Pattern.compile("^\\| " + row + " \\| (\\d+)", Pattern.MULTILINE).matcher(Files.readString(PAGE));
        assertTrue(found.find(), () -> PAGE + " has no row " + row);
        assertEquals(things.count(), Long.parseLong(found.group(1)), () -> PAGE + " counts something else: correct the row '" + row + "', its price and the sum");
    }
}
