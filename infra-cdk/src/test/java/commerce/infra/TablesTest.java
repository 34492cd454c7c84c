package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TablesTest {

    private final Templates templates = Templates.of("prod");

    private static List<Templates.Resource> tablesOf(Templates templates) {
        return templates.ofType("AWS::DynamoDB::Table").toList();
    }

    @Test
    void everyContextHasOneTableBuiltInTheSameWay() {
        assertEquals(List.of("Catalog", "Inventory", "Ordering", "Payment", "Promotion", "Settlement"), tablesOf(templates).stream().map(Templates.Resource::stack).toList());
        for (var table : tablesOf(templates)) {
            assertEquals("[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}]", table.property("KeySchema").toString());
            assertEquals("PAY_PER_REQUEST", table.property("BillingMode").asText());
            assertTrue(templates.text(table.stack(), table.property("SSESpecification/KMSMasterKeyId")).startsWith("<Platform.DataKey"));
            assertEquals("NEW_AND_OLD_IMAGES", table.property("StreamSpecification/StreamViewType").asText());
            assertEquals("{\"AttributeName\":\"expiresAt\",\"Enabled\":true}", table.property("TimeToLiveSpecification").toString());
        }
    }

    @Test
    void indexesExistForNamedQueriesOnly() {
        var indexes = new TreeMap<String, String>();
        for (var table : tablesOf(templates)) {
            table.property("GlobalSecondaryIndexes").forEach(index -> indexes.put(table.stack() + " " + index.path("IndexName").asText(), describe(index)));
        }
        var list = "INCLUDE[\"orderId\",\"status\",\"total\",\"reason\",\"placedAt\",\"customer\",\"refunded\"]";
        var entry = "INCLUDE[\"entryId\",\"orderId\",\"cause\",\"postedAt\",\"postings\",\"movement\",\"reverses\",\"reason\"]";
        var unpublished = "outboxShard outboxSince KEYS_ONLY";

        var expected = new TreeMap<>(Map.of(
                "Catalog unpublished", unpublished, "Inventory unpublished", unpublished, "Promotion unpublished", unpublished,
                "Ordering unpublished", unpublished, "Payment unpublished", unpublished, "Settlement unpublished", unpublished,
                "Ordering byCustomer", "customerKey placedKey " + list, "Ordering byTenant", "tenantKey placedKey " + list,
                "Payment unapplied", "inboxShard receivedAt KEYS_ONLY",
                "Settlement byTenant", "tenantKey postedKey " + entry));
        expected.put("Settlement byProvider", "providerKey movedKey " + entry);
        expected.put("Settlement due", "dueShard dueKey KEYS_ONLY");
        expected.put("Payment pending", "pendingShard askAt KEYS_ONLY");
        expected.put("Promotion byShop", "couponShop couponCode KEYS_ONLY");
        expected.put("Promotion byActivity", "activeOn customer KEYS_ONLY");
        assertEquals(expected, indexes);
    }

    private static String describe(JsonNode index) {
        var keys = new ArrayList<String>();
        index.path("KeySchema").forEach(key -> keys.add(key.path("AttributeName").asText()));
        return String.join(" ", keys) + " " + index.at("/Projection/ProjectionType").asText() + (index.path("Projection").has("NonKeyAttributes") ? index.at("/Projection/NonKeyAttributes").toString() : "");
    }

    @Test
    void theSimulatorsSecretIsGenerated() {
        assertEquals(48, templates.one("AWS::SecretsManager::Secret", "SimulatorSecret").property("GenerateSecretString/PasswordLength").asInt());
        assertEquals("", templates.byStack().get("Payment").at("/Parameters/SimulatorBaseUrl/Default").asText("?"));
    }
}
