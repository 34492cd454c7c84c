package commerce.local.stage.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a running stage answers is what {@code events/openapi.yaml} says, for every operation, in success and in refusal. */
@QuarkusTest
class OpenApiTest {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    @Inject
    TestStage stage;

    private final OpenApi contract = OpenApi.read();
    private Shop shop;

    @BeforeEach
    void live() {
        shop = ShopsLife.lived(stage);
    }

    @Test
    void everyAnswerIsAsTheContractSays() {
        assertEquals("", lines(shop.all().stream().flatMap(exchange -> contract.faultsOfAnswer(exchange).stream())));
    }

    @Test
    void everyRequestThatWasUnderstoodIsValidByTheContract() {
        assertEquals("", lines(shop.wellFormed().stream().flatMap(exchange -> contract.faultsOfRequest(exchange).stream())));
    }

    /** The contract is as strict as the functions: who keeps to it meets no 400. */
    @Test
    void everyRequestThatWasRefusedAsMalformedIsInvalidByTheContract() {
        assertEquals("", lines(shop.malformed().stream().filter(exchange -> contract.faultsOfRequest(exchange).isEmpty()).map(Exchange::toString)));
    }

    @Test
    void everyOperationHasSucceededAndHasRefused() {
        var all = contract.operations().stream().map(OpenApi.Operation::id).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(all, operations(shop.all().stream().filter(exchange -> exchange.status() < 300)));
        assertEquals(all, operations(shop.all().stream().filter(exchange -> exchange.status() >= 400)));
        assertEquals(all, operations(shop.all().stream().filter(exchange -> exchange.contentType().equals(PROBLEM))));
    }

    /** But for what needs a race or an outage. */
    @Test
    void everyDocumentedStatusWasSeen() {
        var seen = shop.all().stream().map(exchange -> contract.operationOf(exchange).orElseThrow().id() + " " + exchange.status()).collect(Collectors.toSet());
        var unseen = contract.operations().stream().flatMap(operation -> operation.responses().keySet().stream()
                .filter(status -> !status.equals("503"))
                .map(status -> operation.id() + " " + status)).filter(one -> !seen.contains(one)).collect(Collectors.toSet());

        assertEquals(Set.of("place-order 409", "receive-stock 409", "create-transfer 409", "get-statement 422"), unseen,
                "only requests in progress and a statement of more than 4 MB are out of reach here");
    }

    @Test
    void anAcceptedOrderIsFoundWhereItsLocationPoints() {
        var accepted = shop.all().stream().filter(exchange -> exchange.target().equals("/orders") && exchange.status() == 202).toList();

        for (var exchange : accepted) {
            assertEquals(200, shop.alice.get(exchange.location().orElseThrow()).status(), exchange::toString);
        }
        assertNotEquals(List.of(), accepted);
    }

    /** The judge itself: right answers, made wrong one way at a time, are found wrong. */
    @Test
    void anAnswerThatBreaksTheContractIsFound() {
        var quote = shop.all().stream().filter(exchange -> exchange.target().equals("/quotes") && exchange.status() == 200).findFirst().orElseThrow();
        var problem = shop.all().stream().filter(exchange -> exchange.target().equals("/quotes") && exchange.status() == 422).findFirst().orElseThrow();

        assertEquals(List.of(), contract.faultsOfAnswer(quote));
        assertFault(quote.answering(200, JSON, quote.answer().replace("\"subtotal\"", "\"subTotal\"")));
        assertFault(quote.answering(200, JSON, quote.answer().replace("\"currency\":\"CNY\"", "\"currency\":\"yuan\"")));
        assertFault(quote.answering(200, JSON, quote.answer().replaceAll("\"amount\":([0-9]+)", "\"amount\":\"$1\"")));
        assertFault(quote.answering(200, JSON, ""));
        assertFault(quote.answering(200, "text/plain", quote.answer()));
        assertFault(quote.answering(201, JSON, quote.answer()));
        assertFault(problem.answering(422, PROBLEM, problem.answer().replace("unknown-sku", "unknown")));
        assertFault(problem.answering(422, PROBLEM, problem.answer().replace("\"status\":422", "\"status\":400")));
        assertFault(problem.answering(422, PROBLEM, problem.answer().replace("\"title\"", "\"name\"")));
        assertFault(shop.nobody.get("/nothing"));
    }

    private void assertFault(Exchange wrong) {
        assertNotEquals(List.of(), contract.faultsOfAnswer(wrong), wrong::toString);
    }

    private Set<String> operations(Stream<Exchange> exchanges) {
        return exchanges.map(exchange -> contract.operationOf(exchange).orElseThrow().id()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String lines(Stream<String> faults) {
        return faults.map(fault -> fault.length() > 1200 ? fault.substring(0, 1200) + "…" : fault).collect(Collectors.joining("\n"));
    }
}
