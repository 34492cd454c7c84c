package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tables are paid by use, never by the hour. (Everything else that is paid while idle is in the templates, and named in docs/idle-cost.md.) */
final class IdleCostsNothing implements Promise {

    private final List<Finding> findings = new ArrayList<>();
    private int tables;

    @Override
    public String title() {
        return "idle tables cost nothing but their bytes";
    }

    @Override
    public void see(TableShape table) {
        tables++;
        if (!table.paidByUse()) {
            findings.add(new Finding(table.name(), "it has provisioned capacity, which is paid by the hour"));
        }
    }

    @Override
    public List<Finding> judge(Instant now) {
        return List.copyOf(findings);
    }

    @Override
    public String seen() {
        return tables + " tables on demand";
    }
}
