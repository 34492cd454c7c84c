package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must not be seen is not seen: secrets nowhere, bodies of notifications in no log. */
class SecretHygieneTest {

    private static final String CANARY = "4111111111111111";

    private final Till till = new Till();
    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage() + " " + (line.getParameters() == null ? "" : java.util.Arrays.toString(line.getParameters())));
            for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
                logged.add(cause.toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("commerce").addHandler(listening);
    }

    @AfterEach
    void close() {
        Logger.getLogger("commerce").removeHandler(listening);
        till.close();
    }

    private int receive(String secret, String body) {
        return till.webhook("simulator", Map.of(Signature.HEADER, Signature.of(secret, till.clock.instant(), body.getBytes(StandardCharsets.UTF_8))), body).status();
    }

    @Test
    void neitherSecretsNorBodiesGetIntoLogsNorSecretsIntoItemsOrEvents() {
        assertEquals(401, receive("forged", "{\"card\":\"" + CANARY + "\"}"));
        assertEquals(200, receive(Till.SECRET, "{\"id\":\"evt_1\",\"type\":\"payment.succeeded\",\"data\":{\"card\":\"" + CANARY + "\"}}"));
        assertEquals(200, receive(Till.SECRET, "{\"id\":\"evt_2\" \"" + CANARY));
        var orderId = till.paidOrder();
        till.refund(orderId, "k", "{\"refundId\":\"r\"}");
        till.executeRefunds();
        var closed = till.openOrder();
        till.close(closed, "States.Timeout");
        till.settle(closed, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        var waiting = till.openOrder();
        till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        till.retry(waiting, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}");

        assertTrue(logged.stream().anyMatch(line -> line.contains("REJECTED: a notification")), "this test must be able to see the log");
        logged.forEach(line -> {
            assertFalse(line.contains(CANARY), line);
            assertFalse(line.contains(Till.SECRET), line);
        });
        till.table.all().forEach(item -> assertFalse(item.toString().contains(Till.SECRET), item::toString));
        till.table.outbox().forEach(event -> {
            assertFalse(Json.write(event).contains(CANARY));
            assertFalse(Json.write(event).contains(Till.SECRET));
            assertFalse(Json.write(event).contains("token-of-"), "a task token is nobody's business");
        });
    }
}
