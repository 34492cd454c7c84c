package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Items;
import commerce.kernel.Offered;
import commerce.kernel.OutboxTable;
import commerce.kernel.Settings;
import commerce.settlement.ChainTable.Candidate;
import commerce.settlement.ChainTable.Head;
import commerce.settlement.ChainTable.Sealing;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Seals entries into their tenant's chain: as many as fit one transaction at a time, each once. Whoever else seals at the same time, and
 * however often an entry is handed in, the conditions of the write decide.
 */
@Singleton
public class Sealer {

    private static final Logger LOG = Logger.getLogger(Sealer.class);
    /** Rivals for one tenant's head are the stream's shards and the sweeper. */
    private static final int ATTEMPTS = 20;
    private static final int TENANTS_REMEMBERED = 1_000;

    private final ChainTable chain;
    private final OutboxTable outbox;
    private final Clock clock;

    /**
     * Heads as this process wrote them last, by table and tenant. Only a guess that saves a read: a wrong one is refused by the write's
     * condition, which answers the right one.
     */
    private final Map<String, Head> guesses = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > TENANTS_REMEMBERED;
        }
    });

    public Sealer(ChainTable chain, OutboxTable outbox, Clock clock) {
        this.chain = chain;
        this.outbox = outbox;
        this.clock = clock;
    }

    static boolean isEntry(Offered offered) {
        return Items.text(offered.item(), "type").equals("entry");
    }

    /**
     * Seals entries and marks their published events, in the same writes. What is sealed already is only marked.
     *
     * @param entries items of the journal, each at most once
     * @throws Busy if others kept sealing in between
     */
    void seal(List<Offered> entries) {
        var byTenant = new LinkedHashMap<String, List<Candidate>>();
        entries.forEach(offered -> byTenant.computeIfAbsent(Items.text(offered.item(), "tenant"), any -> new ArrayList<>())
                .add(new Candidate(JournalTable.entry(offered.item()), offered)));
        byTenant.forEach(this::seal);
    }

    private void seal(String tenant, List<Candidate> candidates) {
        var left = new ArrayList<>(candidates);
        left.sort(Comparator.comparing(candidate -> candidate.entry().entryId()));
        for (int attempt = 0; !left.isEmpty(); ) {
            var some = List.copyOf(left.subList(0, ChainTable.fitting(left)));
            switch (chain.seal(tenant, guess(tenant), some, clock.instant())) {
                case Sealing.Done(var head) -> {
                    LOG.infof("sealed batch %d of %s: %d entries, hash %s", head.number(), tenant, some.size(), head.hash());
                    remember(tenant, head);
                    left.subList(0, some.size()).clear();
                }
                case Sealing.Refused(var head, var refused) -> {
                    head.ifPresent(actual -> remember(tenant, actual));
                    left.removeIf(refused::containsKey);
                    refused.forEach((candidate, item) -> stillToSeal(candidate, item).ifPresent(left::add));
                    if (++attempt == ATTEMPTS) {
                        throw new Busy("the chain of " + tenant + " kept moving", null);
                    }
                }
            }
        }
    }

    /** What was sealed before may still have to be marked; what is not sealed lost its event's mark to somebody else. */
    private Optional<Candidate> stillToSeal(Candidate candidate, Optional<Map<String, AttributeValue>> found) {
        if (found.isEmpty()) {
            LOG.errorf("entry %s is gone before it was sealed", candidate.entry().entryId());
            return Optional.empty();
        }
        var item = found.get();
        var unmarked = new TreeSet<>(candidate.published());
        unmarked.retainAll(item.keySet());
        if (!item.containsKey("sealedIn")) {
            return Optional.of(new Candidate(candidate.entry(), new Offered(item, unmarked)));
        }
        outbox.markPublished(Settings.require("TABLE_NAME"), new Offered(item, unmarked));
        return Optional.empty();
    }

    private Head guess(String tenant) {
        var guess = guesses.get(key(tenant));
        return guess == null ? chain.head(tenant) : guess;
    }

    private void remember(String tenant, Head head) {
        guesses.put(key(tenant), head);
    }

    private static String key(String tenant) {
        return Settings.require("TABLE_NAME") + "#" + tenant;
    }
}
