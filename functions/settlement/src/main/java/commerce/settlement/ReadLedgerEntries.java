package commerce.settlement;

import commerce.kernel.TaskOperation;
import commerce.settlement.domain.JournalEntry;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/** Read-only, for other contexts: {@code {tenant, orderId}} in, {@code {entries: [...]}} out, oldest first; empty for an order that moved no money. */
@Singleton
@Named("read-ledger-entries")
public class ReadLedgerEntries extends TaskOperation<ReadLedgerEntries.Input, ReadLedgerEntries.Output> {

    private final JournalTable journal;

    public ReadLedgerEntries(JournalTable journal) {
        super(Input.class);
        this.journal = journal;
    }

    public record Input(String tenant, String orderId) {}

    public record Output(List<JournalEntry> entries) {}

    @Override
    protected Output handle(Input input) {
        return new Output(journal.entriesOfOrder(input.tenant(), input.orderId()));
    }
}
