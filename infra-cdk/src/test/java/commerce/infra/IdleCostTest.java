package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What costs money while nobody buys anything is named and counted in {@code docs/idle-cost.md}: nothing comes in unpriced. */
class IdleCostTest {

    private static final Path PAGE = Path.of("..", "docs", "idle-cost.md");

    private final Templates templates = Templates.of("prod");

    @Test
    void thePageCountsWhatTheTemplatesHold() throws IOException {
        assertEquals(templates.ofType("AWS::KMS::Key").count(), onPage("customer managed keys \\| (\\d+)"));
        assertEquals(templates.ofType("AWS::CloudWatch::Alarm").count(), onPage("alarms \\| (\\d+)"));
        assertEquals(templates.ofType("AWS::CloudWatch::Dashboard").count(), onPage("dashboards \\| (\\d+)"));
        assertEquals(templates.ofType("AWS::SecretsManager::Secret").count(), onPage("secrets \\| (\\d+)"));
        assertEquals(QueueRules.mappings(templates).count(), onPage("polling of queues \\| (\\d+)"));
        assertEquals(templates.ofType("AWS::Events::Rule").filter(rule -> !rule.property("ScheduleExpression").isMissingNode()).count(), onPage("sweepers, functions \\| (\\d+)"));
    }

    @Test
    void nothingWaitsForWorkAtAPrice() {
        assertTrue(templates.ofType("AWS::DynamoDB::Table").allMatch(table -> table.property("BillingMode").asText().equals("PAY_PER_REQUEST")));
        assertTrue(templates.ofType("AWS::Lambda::Alias").allMatch(alias -> alias.property("ProvisionedConcurrencyConfig").isMissingNode()));
        assertTrue(templates.ofType("AWS::Lambda::EventSourceMapping").allMatch(mapping -> mapping.property("ProvisionedPollerConfig").isMissingNode()));
    }

    private static long onPage(String row) throws IOException {
        var found = Pattern.compile("^\\| " + row, Pattern.MULTILINE).matcher(Files.readString(PAGE));
        assertTrue(found.find(), () -> PAGE + " has no row " + row);
        return Long.parseLong(found.group(1));
    }
}
