package commerce.local.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Shop;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Operators who transfer money as fast as they are answered: at once, at once out of accounts that must not be overdrawn, and in two phases.
 * A transfer is measured from its request to its answer, its costs until its entry is published and sealed.
 */
public final class LedgerBench {
    private static final int WARM_UP = 400;
    private static final int MERCHANTS = 50;
    private static final Money DEPOSIT = Money.cny(1_000_000_00L);
    private static final Money AMOUNT = Money.cny(100);

    private final PrintStream out;
    private final Shop shop;
    private final AtomicInteger number = new AtomicInteger();

    /** In a shop of its own, whose merchants have left deposits. */
    public LedgerBench(HttpApi api, PrintStream out) {
        this.out = out;
        this.shop = new Shop(api, "bench-" + UUID.randomUUID().toString().substring(0, 8));
    }

    private enum Kind {
        AT_ONCE("at once"),
        GUARDED("at once, out of a guarded account"),
        TWO_PHASE("in two phases, out of a guarded account");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * Warms the stage up, then runs one round per kind and number of operators and prints the table.
     *
     * @param transfers per round
     */
    public void run(List<Integer> operators, int transfers) {
        Crowd.of(MERCHANTS, merchant -> shop.transfer(wish("deposit-" + merchant, "bank", deposit(merchant), DEPOSIT, false)));
        out.println("Warming up with " + WARM_UP + " transfers …");
        for (Kind kind : Kind.values()) {
            round(kind, operators.getLast(), WARM_UP / Kind.values().length);
        }
        out.println();
        out.println("| transfer | operators | transfers | transfers/s | DynamoDB calls/transfer | RCU/transfer | WCU/transfer |");
        out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (Kind kind : Kind.values()) {
            for (int some : operators) {
                measure(kind, some, transfers);
            }
        }
        out.println();
        out.println("A transfer is one or two HTTP requests with an Idempotency-Key, which costs two calls of its own each. Calls and units: everything until the stage is "
                + "quiet again, publishing and sealing the entry included.");
    }

    private void measure(Kind kind, int operators, int transfers) {
        shop.controls().advance(0);
        Costs before = Costs.of(shop.controls().metrics());
        long nanos = round(kind, operators, transfers);
        shop.controls().advance(0);
        Costs costs = Costs.of(shop.controls().metrics()).since(before);
        BigDecimal perSecond = BigDecimal.valueOf(transfers).multiply(BigDecimal.valueOf(TimeUnit.SECONDS.toNanos(1))).divide(BigDecimal.valueOf(nanos), 1, RoundingMode.HALF_UP);
        out.println("| %s | %d | %d | %s | %s | %s | %s |".formatted(kind.words, operators, transfers, perSecond, costs.callsPerOrder(transfers),
                costs.readUnitsPerOrder(transfers), costs.writeUnitsPerOrder(transfers)));
    }

    /** @return how long it took, in nanoseconds */
    private long round(Kind kind, int operators, int transfers) {
        BiConsumer<String, Integer> transfer = switch (kind) {
            case AT_ONCE -> (id, merchant) -> shop.transfer(wish(id, "bank", "merchant_payable:" + merchant, AMOUNT, false));
            case GUARDED -> (id, merchant) -> shop.transfer(wish(id, deposit(merchant), "bank", AMOUNT, false));
            case TWO_PHASE -> (id, merchant) -> {
                shop.transfer(wish(id, deposit(merchant), "bank", AMOUNT, true));
                shop.postTransfer(id);
            };
        };
        AtomicInteger left = new AtomicInteger(transfers);
        long start = System.nanoTime();
        Crowd.of(operators, operator -> {
            int made = 0;
            while (left.getAndDecrement() > 0) {
                int next = number.incrementAndGet();
                transfer.accept("transfer-" + next, next % MERCHANTS);
                made++;
            }
            return made;
        });
        return System.nanoTime() - start;
    }

    private static String deposit(int merchant) {
        return "merchant_deposit:" + merchant;
    }

    private static JsonNode wish(String id, String debit, String credit, Money amount, boolean pending) {
        return Json.object("transferId", id, "debit", debit, "credit", credit, "amount", amount.json(), "reason", "bench", "pending", pending);
    }
}
