package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(strings = {"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005", "30569309025904", "4222222222222", "6304000000000000000", "5555555555554444"})
    void cardNumbersDisappearWhereverTheyStand(String number) {
        for (var around : new String[] {"%s", "paid with %s today", "{\"x\":\"%s\"}", "card%sno", "a=%s&b=2", "%s 12/27", "2026 %s", "no 1 %s-737"}) {
            assertFalse(Redaction.redact(around.formatted(number)).contains(number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4111111111111112", "42000012342026112100000000001", "411111111111", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", "2026-11-21T02:00:00.000Z", "amount 8800 CNY", ""})
    void whatIsNoCardNumberStays(String text) {
        assertEquals(text, Redaction.redact(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"card_number":"12","x":1}  | {"card_number":[redacted],"x":1}
            {"cvv": "123"}              | {"cvv": [redacted]}
            cvc=99&next=1               | cvc=[redacted]&next=1
            CardNumber: abc, more       | CardNumber: [redacted], more
            security_code = 7           | security_code = [redacted]
            """)
    void fieldsOfCardDataLoseTheirValueWhateverItIs(String text, String redacted) {
        assertEquals(redacted, Redaction.redact(text));
    }

    @Test
    void textsOfAnyLengthAreRead() {
        assertFalse(Redaction.redact("4111111111111111 ".repeat(20_000)).contains("1"));
        assertTrue(Redaction.redact("1".repeat(300_000)).contains("1"));
        assertFalse(Redaction.redact("1 ".repeat(150_000)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Visa 4111 1111 1111 1111", "5555555555554444 12/27", "378282246310005", "6011-1111-1111-1117", "30569309025904", "6200000000000005", "3530111333300000"})
    void whatASchemeIssuesIsACardNumberInWordsToo(String text) {
        assertTrue(Redaction.holdsCardNumber(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4006381333931", "04006381333931", "4111 1111 1111 1112", "1234567890123452", "Wok pan: 28 cm", "2026-11-21 10:00"})
    void aBarcodeIsNone(String text) {
        assertFalse(Redaction.holdsCardNumber(text));
    }

    private static final class Careless extends HttpOperation {

        private static final Logger LOG = Logger.getLogger(Careless.class);

        @Override
        protected HttpResponse handle(HttpRequest request) {
            var body = new String(request.rawBody(), java.nio.charset.StandardCharsets.UTF_8);
            LOG.infof("received %s", body);
            LOG.error("failed", new IllegalStateException("outside", new IllegalArgumentException(body)));
            throw Problem.invalidInput("card", "not understood: " + body).asException();
        }
    }

    @Test
    void neitherALogLineNorAnExceptionInItNorAProblemTellsACardNumber() {
        var lines = new ConcurrentLinkedQueue<String>();
        var listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (isLoggable(line)) {
                    var text = new StringWriter();
                    text.append(ExtLogRecord.wrap(line).getFormattedMessage());
                    if (line.getThrown() != null) {
                        line.getThrown().printStackTrace(new PrintWriter(text, true));
                    }
                    lines.add(text.toString());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var root = java.util.logging.Logger.getLogger("");
        root.addHandler(listening);
        try {
            var answer = Lambda.request(new Careless(), HttpEvents.request("POST /x").by("t", "a").body("4111111111111111"), Map.of());
            assertEquals("not understood: [redacted]", answer.body().path("detail").asText());
        } finally {
            root.removeHandler(listening);
        }
        assertTrue(lines.stream().anyMatch(line -> line.equals("received [redacted]")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("java.lang.IllegalArgumentException: [redacted]")), lines::toString);
        lines.forEach(line -> assertFalse(line.contains("4111111111111111"), line));
    }
}
