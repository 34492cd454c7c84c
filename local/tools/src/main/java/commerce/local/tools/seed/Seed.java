package commerce.local.tools.seed;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads the shop described in {@code shop.json} over the HTTP API: products, their opening stock, coupons. Doing it again changes
 * nothing, because receipts are known by their ids.
 */
public final class Seed {
    /** Enough to keep a stage busy while it is still warming up, without a queue in front of it. */
    private static final int AT_ONCE = 8;

    private final HttpApi api;
    private final PrintStream out;

    public Seed(HttpApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** What {@code shop.json} says. */
    record Data(String tenant, List<Product> products, List<Coupon> coupons) {
        record Product(String sku, String name, Money price, Map<String, String> attributes, long received) {
        }

        record Coupon(String code, String note, JsonNode definition) {
        }

        static Data read() {
            try (InputStream file = Seed.class.getResourceAsStream("/commerce/local/tools/shop.json")) {
                return Json.MAPPER.readerFor(Data.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).readValue(file);
            } catch (IOException broken) {
                throw new UncheckedIOException("shop.json cannot be read", broken);
            }
        }
    }

    /** Loads the shop and prints how to use it. */
    public void run() {
        Data data = Data.read();
        Shop shop = new Shop(api, data.tenant());
        out.println("Seeding the shop \"" + data.tenant() + "\": " + data.products().size() + " products with stock, " + data.coupons().size() + " coupons …");
        inParallel(data.products().stream().<Runnable>map(product ->
                () -> shop.stock(product.sku(), product.name(), product.price(), product.attributes(), product.received())).toList());
        inParallel(data.coupons().stream().<Runnable>map(coupon -> () -> shop.coupon(coupon.code(), coupon.definition())).toList());
        data.coupons().forEach(coupon -> out.println("  coupon " + coupon.code() + ": " + coupon.note()));
        printHowToUse(data);
    }

    private void printHowToUse(Data data) {
        String token = new Controls(api).token(data.tenant(), "alice", "shop admin");
        String url = api.base().toString();
        out.println("""

                A token for the customer "alice", who may also administer the shop (30 days):

                TOKEN=%2$s

                Look around, buy something, see your orders:

                curl -s '%1$s/products?tenant=%3$s&limit=5'
                curl -s %1$s/orders -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: try-$(date +%%s)" -H 'Content-Type: application/json' -d '{"lines":[{"sku":"%4$s","quantity":2}],"couponCode":"TEA15","paymentProvider":"simulator"}'
                curl -s %1$s/orders -H "Authorization: Bearer $TOKEN"

                Pay as the buyer would, with the paymentId that GET /orders/{orderId} shows: POST %1$s/local/payments/{paymentId} {"outcome":"SUCCEEDED"}
                """.formatted(url, token, data.tenant(), data.products().getFirst().sku()).stripTrailing());
    }

    private static void inParallel(List<Runnable> work) {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<?> done : work.stream().map(workers::submit).toList()) {
                done.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while seeding", stopped);
        }
    }
}
