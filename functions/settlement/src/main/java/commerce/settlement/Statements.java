package commerce.settlement;

import commerce.kernel.FileStore;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.clearing.Settlement;
import commerce.settlement.domain.clearing.StatementCsv;
import commerce.settlement.domain.clearing.StatementPage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Statements in the file store, below {@code settlement/statements/<tenant>/<date>/}: of a sealed settlement one CSV and one HTML page, the
 * same however often they are written. Lines go through a file of the function's own disk: none of it is ever in memory as a whole.
 */
@Singleton
public class Statements {

    private final ClearingTable table;
    private final FileStore files;

    public Statements(ClearingTable table, FileStore files) {
        this.table = table;
        this.files = files;
    }

    /** A kind of statement. */
    enum Format {
        CSV("csv", "text/csv; charset=utf-8"), HTML("html", "text/html; charset=utf-8");

        final String ending;
        final String contentType;

        Format(String ending, String contentType) {
            this.ending = ending;
            this.contentType = contentType;
        }
    }

    String key(String tenant, Settlement settlement, Format format) {
        return "settlement/statements/" + tenant + "/" + settlement.tradeDate() + "/" + settlement.settleId() + "." + format.ending;
    }

    byte[] read(String tenant, Settlement settlement, Format format) {
        return files.read(key(tenant, settlement, format));
    }

    void write(String tenant, Settlement settlement) {
        try {
            var csv = Files.createTempFile("statement", ".csv");
            var html = Files.createTempFile("statement", ".html");
            try {
                fill(csv, html, tenant, settlement);
                files.put(key(tenant, settlement, Format.CSV), Format.CSV.contentType, csv);
                files.put(key(tenant, settlement, Format.HTML), Format.HTML.contentType, html);
            } finally {
                Files.delete(csv);
                Files.delete(html);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(Path csv, Path html, String tenant, Settlement settlement) throws IOException {
        var page = new StatementPage(settlement, ClearingTable.calendar().zone());
        try (var csvLines = Files.newBufferedWriter(csv); var htmlLines = Files.newBufferedWriter(html); var lines = table.linesOf(tenant, settlement)) {
            csvLines.write(StatementCsv.header());
            htmlLines.write(page.begin());
            var shown = 0;
            for (var line : (Iterable<PayableLine>) lines::iterator) {
                csvLines.write(StatementCsv.line(settlement, line));
                if (shown < StatementPage.SHOWN) {
                    htmlLines.write(page.line(line));
                    shown++;
                }
            }
            htmlLines.write(page.end());
        }
    }
}
