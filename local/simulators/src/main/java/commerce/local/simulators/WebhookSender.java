package commerce.local.simulators;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends webhooks: written and signed anew at every try, repeated by the provider's rules until they are taken, each delivery on its own so
 * that a slow receiver holds up nobody else, unless the rules want order. Counts the deliveries that were taken.
 */
final class WebhookSender implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WebhookSender.class.getName());

    private final DeliveryRules rules;
    private final Clock clock;
    private final Deliveries deliveries;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicInteger accepted = new AtomicInteger();
    /** Where order counts: what could not be delivered, and everything after it. */
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

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
     * Delivers each of them that often; not at all if that is 0, as if they had been lost on the way.
     *
     * @param wanted false ends the repetitions: the books were emptied
     * @return completes with {@code times} once each delivery was taken
     */
    CompletableFuture<Integer> send(List<Notification> notifications, int times, BooleanSupplier wanted) {
        var open = new AtomicInteger(notifications.size() * times);
        var all = new CompletableFuture<Integer>();
        if (notifications.isEmpty() || times == 0) {
            all.complete(times);
        }
        for (var notification : notifications) {
            for (int i = 0; i < times; i++) {
                begin(new Delivery(notification, wanted, () -> {
                    accepted.incrementAndGet();
                    if (open.decrementAndGet() == 0) {
                        all.complete(times);
                    }
                }));
            }
        }
        return all;
    }

    private void begin(Delivery delivery) {
        synchronized (waiting) {
            if (!waiting.isEmpty()) {
                waiting.add(delivery);
                return;
            }
        }
        deliveries.run(delivery.label(), () -> tryOnce(delivery));
    }

    private void tryOnce(Delivery delivery) {
        if (!delivery.wanted.getAsBoolean()) {
            leave(delivery);
            return;
        }
        var failure = post(delivery.notification);
        if (failure.isEmpty()) {
            delivery.done.run();
            leave(delivery);
            return;
        }
        delivery.tries++;
        var next = delivery.wanted.getAsBoolean() ? rules.after(delivery.tries) : new DeliveryRules.Next.GivenUp();
        LOG.log(Level.INFO, "{0}, try {1}: {2}; {3}", new Object[] {delivery.label(), delivery.tries, failure.get(), next});
        Runnable again = () -> tryOnce(delivery);
        switch (next) {
            case DeliveryRules.Next.Awaited(var pause) -> deliveries.after(pause, delivery.label(), again);
            case DeliveryRules.Next.Unattended(var pause) -> deliveries.eventually(pause, delivery.label(), again);
            case DeliveryRules.Next.OnClock(var pause) -> {
                if (isNext(delivery)) {
                    deliveries.onClock(pause, delivery.label(), again);
                }
            }
            case DeliveryRules.Next.GivenUp() -> leave(delivery);
        }
    }

    /** Whether it may be tried again by itself: it waits for nobody before it. */
    private boolean isNext(Delivery delivery) {
        if (!rules.inOrder()) {
            return true;
        }
        synchronized (waiting) {
            if (!waiting.contains(delivery)) {
                waiting.add(delivery);
            }
            return waiting.peek() == delivery;
        }
    }

    /** It is over with this one: the next that waited for it may try. */
    private void leave(Delivery delivery) {
        synchronized (waiting) {
            if (waiting.peek() != delivery) {
                return;
            }
            waiting.remove();
            if (!waiting.isEmpty()) {
                var next = waiting.peek();
                deliveries.run(next.label(), () -> tryOnce(next));
            }
        }
    }

    /** One delivery of one event; {@code tries} is touched by one thread at a time, each try begins after the one before has ended. */
    private static final class Delivery {

        private final Notification notification;
        private final BooleanSupplier wanted;
        private final Runnable done;
        private int tries;

        private Delivery(Notification notification, BooleanSupplier wanted, Runnable done) {
            this.notification = notification;
            this.wanted = wanted;
            this.done = done;
        }

        private String label() {
            return "webhook " + notification.id();
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
