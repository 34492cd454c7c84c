package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.FileStore;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Names;
import commerce.payment.domain.PaymentId;
import commerce.payment.provider.BillLine;
import commerce.payment.provider.BillReader;
import commerce.payment.provider.PaymentProvider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Keeps a provider's bill of a day, below {@code bills/<provider>/<date>/}:
 *
 * <pre>
 * raw/&lt;file&gt;                 as the provider gave it
 * lines/&lt;tenant&gt;.jsonl       its lines in one form, by whose payment they are about; {@code _platform} for those that are nobody's
 * manifest.json              what there is, with the SHA-256 of each raw file; written last
 * </pre>
 *
 * Storing the same bill again writes the same files again.
 */
@Singleton
public class BillStore {

    static final String NOBODY = "_platform";

    private final FileStore files;
    private final ReferencesTable references;

    public BillStore(FileStore files, ReferencesTable references) {
        this.files = files;
        this.references = references;
    }

    /**
     * A line of every provider's bill, in one form.
     *
     * @param number of the line in the bill, from 1
     * @param refundId ours
     * @param settleDate the day of the provider's calendar
     * @param raw what it was read from
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Line(long number, BillLine.Kind kind, String providerId, Optional<String> paymentId, Optional<String> refundId, Money amount, Money fee,
            BillLine.Status status, Instant occurredAt, LocalDate settleDate, String raw) {}

    /** @param sha256 in hexadecimal digits */
    record RawFile(String key, String sha256, long bytes) {}

    /** The lines of one tenant. */
    record Part(String tenant, String key, long lines) {}

    /** What is stored of a bill. */
    record Manifest(String source, LocalDate date, String zone, Instant fetchedAt, List<RawFile> files, List<Part> parts) {}

    /** @param manifest its key */
    record Stored(String manifest, long lines) {}

    /** @throws commerce.kernel.Busy while the bill is not to be had */
    Stored store(PaymentProvider provider, LocalDate day, ZoneId zone, Instant now) {
        var folder = "bills/" + provider.name() + "/" + day + "/";
        try (var parts = new BillParts(Files.createTempDirectory("bill"))) {
            var reading = new Reading(provider.name(), day, folder, parts);
            provider.bill(day, reading);
            var stored = new ArrayList<Part>();
            parts.forEach((tenant, file, lines) -> {
                var key = folder + "lines/" + tenant + ".jsonl";
                files.put(key, "application/x-ndjson", file);
                stored.add(new Part(tenant, key, lines));
            });
            var manifest = folder + "manifest.json";
            files.put(manifest, "application/json", Json.write(new Manifest(provider.name(), day, zone.getId(), now, reading.raw, stored)));
            return new Stored(manifest, reading.number);
        } catch (IOException e) {
            throw new UncheckedIOException("a bill could not be put together", e);
        }
    }

    private final class Reading implements BillReader {

        private final String provider;
        private final LocalDate day;
        private final String folder;
        private final BillParts parts;
        private final List<RawFile> raw = new ArrayList<>();
        private long number;

        Reading(String provider, LocalDate day, String folder, BillParts parts) {
            this.provider = provider;
            this.day = day;
            this.folder = folder;
            this.parts = parts;
        }

        @Override
        public void file(String name, byte[] content) {
            var key = folder + "raw/" + name;
            files.put(key, "application/octet-stream", RequestBody.fromBytes(content));
            raw.add(new RawFile(key, sha256(content), content.length));
        }

        @Override
        public void line(BillLine line) {
            line(line, "");
        }

        @Override
        public void line(BillLine line, String text) {
            number++;
            var named = name(line);
            parts.add(named.paymentId().map(PaymentId::tenant).orElse(NOBODY), Json.write(new Line(number, line.kind(), line.providerId(), named.paymentId().map(PaymentId::toString),
                    named.refundId(), line.amount(), line.fee(), line.status(), line.at(), day, text)));
        }

        private Named name(BillLine line) {
            var remembered = line.refundReference().flatMap(reference -> references.findRefund(provider, reference));
            var id = line.paymentId().flatMap(PaymentId::parse)
                    .or(() -> remembered.map(ReferencesTable.NamedRefund::paymentId))
                    .or(() -> line.transaction().flatMap(transaction -> references.findTransaction(provider, transaction)));
            var reference = remembered.map(ReferencesTable.NamedRefund::reference).or(line::refundReference);
            return new Named(id, reference.map(text -> id.flatMap(payment -> payment.refundId(text)).orElse(text)).filter(text -> Names.CLIENT_ID.matcher(text).matches()));
        }
    }

    /** Whose payment and which refund a line is about, as far as that can be found out. */
    private record Named(Optional<PaymentId> paymentId, Optional<String> refundId) {}

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
