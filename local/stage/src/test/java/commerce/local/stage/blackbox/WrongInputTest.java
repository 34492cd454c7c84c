package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong request to every endpoint gets its documented answer, and afterwards every table is exactly as it was before. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongInputTest {

    @Inject
    TestStage stage;

    private Fixture shop;
    private Contents contents;
    private List<String> before;
    private long writes;

    /** On an empty stage, whose tables can be read as a whole again and again. */
    @BeforeAll
    void openTheShop() throws InterruptedException {
        stage.stage().reset();
        shop = new Fixture(stage.url());
        contents = new Contents(stage.stage());
        before = contents.read();
        writes = contents.writes();
    }

    @AfterAll
    void afterAllOfThemEverythingIsAsBefore() {
        try (Contents last = contents) {
            assertEquals(before, last.read());
        }
    }

    static List<Case> cases() {
        return Endpoint.all(WrongTokens.cases(), WrongBodies.cases(), WrongStates.cases());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aWrongRequestGetsItsDocumentedAnswerAndChangesNothing(Case wrong) {
        HttpResponse<String> response = shop.send(wrong);

        assertEquals(wrong.status(), response.statusCode(), response::body);
        if (wrong.isTheGateways()) {
            assertEquals("{\"message\":\"" + wrong.answer() + "\"}", response.body());
        } else {
            JsonNode problem = Json.read(response.body());
            assertEquals("application/problem+json", response.headers().firstValue("content-type").orElse(""));
            assertEquals("urn:commerce:problem:" + wrong.answer(), problem.path("type").asText());
            assertEquals(wrong.status(), problem.path("status").asInt());
            assertEquals(wrong.field(), problem.path("field").textValue());
            assertFalse(problem.path("title").asText().isBlank());
            assertFalse(problem.path("detail").asText().isBlank());
        }
        assertNothingChanged();
    }

    /** Where no function wrote, nothing can have changed; where one did (a key claimed and given back), all of it is compared. */
    private void assertNothingChanged() {
        if (contents.writes() != writes) {
            writes = contents.writes();
            assertEquals(before, contents.read());
        }
    }
}
