package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.FileStore;
import commerce.kernel.Money;
import commerce.settlement.ClearingRunTable.Stored;
import commerce.settlement.domain.clearing.Payout;
import commerce.settlement.domain.clearing.PayoutCsv;
import commerce.settlement.domain.clearing.PayoutFile;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files of payouts, below {@code settlement/payouts/<tenant>/}. Each payout stands in exactly one: it is assigned to the file that is open,
 * by a write that fails once the file is closed; the file is closed, with its hash, by a write that fails if a payout was assigned since it
 * was put together. What is paid later comes into the next file.
 */
@Singleton
public class PayoutFiles {

    static final String CONTENT_TYPE = "text/csv; charset=utf-8";
    private static final int ATTEMPTS = 20;

    private final ClearingTable table;
    private final ClearingRunTable clearings;
    private final FileStore files;

    public PayoutFiles(ClearingTable table, ClearingRunTable clearings, FileStore files) {
        this.table = table;
        this.clearings = clearings;
        this.files = files;
    }

    String read(PayoutFile file) {
        return new String(files.read(file.key()), StandardCharsets.UTF_8);
    }

    /** Puts every payout that stands in no file yet into one, and closes it. @throws Busy if others kept doing the same */
    void close(String tenant, LocalDate date) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (tryToClose(tenant, date)) {
                return;
            }
        }
        throw new Busy("the payout file of " + date + " kept changing", null);
    }

    private boolean tryToClose(String tenant, LocalDate date) {
        var open = clearings.find(tenant, date).orElseThrow();
        var number = open.clearing().payoutFiles().size() + 1;
        var assigned = assign(tenant, date, open, number);
        if (assigned.isEmpty()) {
            return false;
        }
        // Read again: an earlier attempt, or a rival, may have assigned others.
        var payouts = table.settlements(tenant, date).filter(stored -> stored.payoutFile().equals(Optional.of(number))).flatMap(stored -> Payout.of(stored.settlement()).stream()).toList();
        if (payouts.isEmpty()) {
            return true;
        }
        var file = write(tenant, date, number, payouts);
        return clearings.keep(tenant, assigned.get(), assigned.get().clearing().with(file), Optional.empty());
    }

    /** @return the clearing after all are assigned, or empty if it has moved */
    private Optional<Stored> assign(String tenant, LocalDate date, Stored open, int number) {
        var waiting = new ArrayList<Settlement>();
        table.settlements(tenant, date).filter(stored -> stored.paid() && stored.payoutFile().isEmpty() && !Payout.of(stored.settlement()).isEmpty())
                .forEach(stored -> waiting.add(stored.settlement()));
        var current = open;
        for (int from = 0; from < waiting.size(); from += ClearingTable.BATCH) {
            if (!clearings.assign(tenant, current, waiting.subList(from, Math.min(from + ClearingTable.BATCH, waiting.size())), number)) {
                return Optional.empty();
            }
            current = new Stored(current.clearing(), current.version() + 1);
        }
        return Optional.of(current);
    }

    /** Named by its content too: who loses the race to close the file has overwritten nothing. */
    private PayoutFile write(String tenant, LocalDate date, int number, List<Payout> payouts) {
        var text = PayoutCsv.of(payouts.stream());
        var sha256 = sha256(text);
        var key = "settlement/payouts/%s/%s_%03d_%s.csv".formatted(tenant, date, number, sha256.substring(0, 16));
        files.put(key, CONTENT_TYPE, text);
        var sums = new TreeMap<String, Money>();
        payouts.forEach(payout -> sums.merge(payout.amount().currency().getCurrencyCode(), payout.amount(), Money::plus));
        return new PayoutFile(number, key, sha256, payouts.size(), List.copyOf(sums.values()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
