package commerce.local.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends webhooks: signed anew at every try, repeated with growing pauses until the receiver answers 2xx, each try on its own so that a
 * slow receiver holds up nobody else. Counts the deliveries that were answered with 2xx.
 */
final class WebhookSender implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WebhookSender.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Tries that whoever waits for quiet waits for: about 6 s. A receiver that refuses longer is not waited for. */
    private static final int TRIES_AWAITED = 6;

    private final String secret;
    private final Supplier<URI> frontDoor;
    private final Clock clock;
    private final Deliveries deliveries;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicInteger accepted = new AtomicInteger();

    WebhookSender(String secret, Supplier<URI> frontDoor, Clock clock, Deliveries deliveries) {
        this.secret = secret;
        this.frontDoor = frontDoor;
        this.clock = clock;
        this.deliveries = deliveries;
    }

    /** How many deliveries were answered with 2xx. */
    int accepted() {
        return accepted.get();
    }

    /**
     * Delivers an event that often.
     *
     * @param wanted false ends the repetitions: the books were emptied
     * @return completes with {@code times} once each delivery was answered with 2xx
     */
    CompletableFuture<Integer> send(Event event, int times, BooleanSupplier wanted) {
        var open = new AtomicInteger(times);
        var all = new CompletableFuture<Integer>();
        var body = bytes(event);
        for (int i = 0; i < times; i++) {
            deliveries.run("webhook " + event.id(), () -> tryOnce(event, body, 1, wanted, () -> {
                accepted.incrementAndGet();
                if (open.decrementAndGet() == 0) {
                    all.complete(times);
                }
            }));
        }
        return all;
    }

    private void tryOnce(Event event, byte[] body, int attempt, BooleanSupplier wanted, Runnable done) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        var failure = post(body);
        if (failure.isEmpty()) {
            done.run();
            return;
        }
        if (!wanted.getAsBoolean()) {
            return;
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
        var next = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        LOG.log(Level.INFO, "webhook {0}, try {1}: {2}; again in {3}", new Object[] {event.id(), attempt, failure.get(), next});
        Runnable again = () -> tryOnce(event, body, attempt + 1, wanted, done);
        if (attempt < TRIES_AWAITED) {
            deliveries.after(next, "webhook " + event.id(), again);
        } else {
            deliveries.eventually(next, "webhook " + event.id(), again);
        }
    }

    /** Empty if it was answered with 2xx, else what was wrong. */
    private Optional<String> post(byte[] body) {
        var request = HttpRequest.newBuilder(frontDoor.get().resolve("/webhooks/simulator"))
                .timeout(Duration.ofSeconds(10))
                .header("content-type", "application/json")
                .header(Signature.HEADER, Signature.of(secret, clock.instant(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            var status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("answered " + status);
        } catch (IOException e) {
            return Optional.of("not delivered: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static byte[] bytes(Event event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
