package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One pass: shows everything to all promises, and asks them. */
final class Inspection {

    private final List<Promise> promises;
    private final List<Finding> unreadable = new ArrayList<>();

    Inspection(List<Promise> promises) {
        this.promises = promises;
    }

    void see(TableShape table) {
        promises.forEach(promise -> promise.see(table));
    }

    void see(Item item) {
        for (var promise : promises) {
            try {
                promise.see(item);
            } catch (Item.Unreadable broken) {
                unreadable.add(new Finding(item.toString(), broken.getMessage()));
            }
        }
    }

    /**
     * A promise's verdict.
     *
     * @param title what is promised
     * @param seen what was looked at
     * @param findings what breaks it
     */
    record Verdict(String title, String seen, List<Finding> findings) {}

    /** By promise, in their order; items nobody could read come last, if there are any. */
    List<Verdict> verdicts(Instant now) {
        var verdicts = new ArrayList<Verdict>();
        promises.forEach(promise -> verdicts.add(new Verdict(promise.title(), promise.seen(), promise.judge(now))));
        if (!unreadable.isEmpty()) {
            verdicts.add(new Verdict("items can be read", "", unreadable.stream().distinct().toList()));
        }
        return verdicts;
    }

    /**
     * Only what both passes found: the tables are read item by item while others write, so what is just moving can look wrong once, but not
     * twice in the same place.
     */
    static List<Verdict> standing(List<Verdict> before, List<Verdict> now) {
        Map<String, List<String>> subjects = new LinkedHashMap<>();
        before.forEach(verdict -> subjects.put(verdict.title(), verdict.findings().stream().map(Finding::subject).toList()));
        return now.stream().map(verdict -> new Verdict(verdict.title(), verdict.seen(),
                verdict.findings().stream().filter(finding -> subjects.getOrDefault(verdict.title(), List.of()).contains(finding.subject())).toList())).toList();
    }
}
