package commerce.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** The catalogue's functions on a table of their own. Every event a test leaves in the outbox is held against its schema. */
abstract class CatalogFixture {

    static final Path EVENTS = Path.of("..", "..", "events");

    final TestAws aws = TestAws.start();
    final TestTable table = TestTable.create(aws.dynamoDb());
    final TestClock clock = new TestClock();
    final CatalogTable catalog = new CatalogTable(aws.dynamoDb(), new Random(1));
    final PutProduct putProduct = new PutProduct(catalog, clock);
    final GetProduct getProduct = new GetProduct(catalog);
    final ListProducts listProducts = new ListProducts(catalog);
    final ReadProducts readProducts = new ReadProducts(catalog);

    @AfterEach
    void everyEventMatchesItsSchema() {
        table.outbox().forEach(CatalogFixture::assertMatchesSchema);
        aws.close();
    }

    static void assertMatchesSchema(Event event) {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(read(EVENTS.resolve("published").resolve(event.type() + ".json")));
        var errors = schema.validate(Json.write(event), InputFormat.JSON, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        assertEquals(List.of(), errors, () -> "event " + event.id());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Lambda.Answer put(String tenant, String sku, String body) {
        return Lambda.request(putProduct, HttpEvents.request("PUT /admin/products/{sku}").path("sku", sku).by(tenant, "operator").body(body), table.environment());
    }

    Lambda.Answer get(String tenant, String sku) {
        return Lambda.request(getProduct, HttpEvents.request("GET /products/{sku}").path("sku", sku).query("tenant", tenant), table.environment());
    }

    void given(String tenant, String sku, long price) {
        var answer = put(tenant, sku, product(sku, price));
        assertTrue(answer.status() == 201 || answer.status() == 200, () -> answer.toString());
    }

    static String product(String name, long price) {
        return "{\"name\": \"" + name + "\", \"price\": {\"amount\": " + price + ", \"currency\": \"CNY\"}}";
    }

    static void assertProblem(int status, String slug, String field, Lambda.Answer answer) {
        assertEquals(status, answer.status(), () -> answer.toString());
        assertEquals("application/problem+json", answer.headers().path("content-type").asText());
        assertEquals("urn:commerce:problem:" + slug, answer.body().path("type").asText());
        assertEquals(field, answer.body().path("field").asText(null), () -> answer.toString());
    }

    static JsonNode json(String text) {
        return Json.read(text);
    }
}
