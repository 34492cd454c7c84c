package commerce.local.simulators;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends webhooks: written and signed anew at every try, repeated by the provider's rules until they are taken, each delivery on its own so
 * that a slow receiver holds up nobody else. Counts the deliveries that were taken.
 */
final class WebhookSender implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WebhookSender.class.getName());

    private final DeliveryRules rules;
    private final Clock clock;
    private final Deliveries deliveries;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicInteger accepted = new AtomicInteger();

    WebhookSender(DeliveryRules rules, Clock clock, Deliveries deliveries) {
        this.rules = rules;
        this.clock = clock;
        this.deliveries = deliveries;
    }

    /** How many deliveries were taken. */
    int accepted() {
        return accepted.get();
    }

    /**
     * Delivers each of them that often.
     *
     * @param wanted false ends the repetitions: the books were emptied
     * @return completes with {@code times} once each delivery was taken
     */
    CompletableFuture<Integer> send(List<Notification> notifications, int times, BooleanSupplier wanted) {
        var open = new AtomicInteger(notifications.size() * times);
        var all = new CompletableFuture<Integer>();
        if (notifications.isEmpty()) {
            all.complete(times);
        }
        for (var notification : notifications) {
            for (int i = 0; i < times; i++) {
                deliveries.run(label(notification), () -> tryOnce(notification, 1, wanted, () -> {
                    accepted.incrementAndGet();
                    if (open.decrementAndGet() == 0) {
                        all.complete(times);
                    }
                }));
            }
        }
        return all;
    }

    private static String label(Notification notification) {
        return "webhook " + notification.id();
    }

    private void tryOnce(Notification notification, int attempt, BooleanSupplier wanted, Runnable done) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        var failure = post(notification);
        if (failure.isEmpty()) {
            done.run();
            return;
        }
        if (!wanted.getAsBoolean()) {
            return;
        }
        var next = rules.after(attempt);
        LOG.log(Level.INFO, "webhook {0}, try {1}: {2}; {3}", new Object[] {notification.id(), attempt, failure.get(), next});
        Runnable again = () -> tryOnce(notification, attempt + 1, wanted, done);
        switch (next) {
            case DeliveryRules.Next.Awaited(var pause) -> deliveries.after(pause, label(notification), again);
            case DeliveryRules.Next.Unattended(var pause) -> deliveries.eventually(pause, label(notification), again);
            case DeliveryRules.Next.OnClock(var pause) -> deliveries.onClock(pause, label(notification), again);
            case DeliveryRules.Next.GivenUp() -> { }
        }
    }

    /** Empty if it was taken, else what was wrong. */
    private Optional<String> post(Notification notification) {
        var message = notification.writing().at(clock.instant());
        var request = HttpRequest.newBuilder(notification.target())
                .timeout(rules.patience())
                .header("content-type", message.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
        message.headers().forEach(request::header);
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return rules.taken(answer.statusCode(), answer.body()) ? Optional.empty() : Optional.of("answered " + answer.statusCode());
        } catch (IOException e) {
            return Optional.of("not delivered: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
