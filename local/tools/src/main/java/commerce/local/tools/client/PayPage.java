package commerce.local.tools.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The simulated provider's page, as the buyer sees it who was sent there or has scanned the code. */
public final class PayPage {
    private PayPage() {
    }

    /** The buyer opens the page and presses "Pay"; the provider tells the shop in its own time. */
    public static void pay(Order order) {
        press(order.actionUrl(), "SUCCEEDED");
    }

    private static void press(String url, String outcome) {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpRequest.Builder page = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
            browser.send(page.copy().GET().build(), HttpResponse.BodyHandlers.discarding());
            HttpResponse<String> pressed = browser.send(page.copy().POST(HttpRequest.BodyPublishers.ofString("outcome=" + outcome)).build(), HttpResponse.BodyHandlers.ofString());
            if (pressed.statusCode() != 303) {
                throw new IllegalStateException("the page " + url + " answered " + pressed.statusCode());
            }
        } catch (IOException unreachable) {
            throw new UncheckedIOException(url, unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the page " + url, stopped);
        }
    }
}
