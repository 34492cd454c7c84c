package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Json;
import commerce.kernel.Names;
import commerce.kernel.Page;
import commerce.kernel.Problem;
import commerce.settlement.RulesTable.Kind;
import commerce.settlement.domain.commission.Rule;
import commerce.settlement.domain.split.RuleSet;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * The rules a shop settles by: put, shown, and used. Used rules are read from the table only when they have changed: they are kept in memory
 * under the digest of their text, which every settlement reads. So what was answered is seen by the next order, and what is remembered can
 * never be the rules of another shop or another time.
 */
@Singleton
public class Rules {

    private static final int ATTEMPTS = 10;
    private static final int MOST_REMEMBERED = 64;
    /** The set is one item, and DynamoDB's are at most 400 KB. */
    private static final int MAX_SET_CHARACTERS = 300_000;
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,9}");

    private final RulesTable table;
    private final Clock clock;
    private final Map<String, RuleSet> byDigest = new ConcurrentHashMap<>();

    public Rules(RulesTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** @param digest as it has just been read; empty if the shop has no rules */
    RuleSet of(String tenant, Optional<String> digest) {
        return digest.map(known -> Optional.ofNullable(byDigest.get(known)).orElseGet(() -> read(tenant))).orElse(RuleSet.NONE);
    }

    private RuleSet read(String tenant) {
        var text = table.set(tenant).orElseThrow();
        var rules = RulesTable.parse(text);
        if (byDigest.size() >= MOST_REMEMBERED) {
            byDigest.clear();
        }
        byDigest.put(digest(text), rules);
        return rules;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /**
     * Makes a rule or replaces it. One that says what is there already changes nothing.
     *
     * @param with the set after the rule was put
     */
    <R extends Rule<R>> HttpResponse put(Kind<R> kind, String tenant, R wanted, BiFunction<RuleSet, R, RuleSet> with) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var current = table.find(kind, tenant, wanted.id());
            if (current.isPresent() && wanted.saysTheSameAs(current.get())) {
                return HttpResponse.ok(RuleView.of(current.get()));
            }
            var next = wanted.withVersion(current.map(Rule::version).orElse(0L) + 1);
            if (write(kind, tenant, next, with)) {
                return HttpResponse.json(next.version() == 1 ? 201 : 200, RuleView.of(next));
            }
        }
        throw new Busy("other writers of the shop's rules kept winning", null);
    }

    private <R extends Rule<R>> boolean write(Kind<R> kind, String tenant, R rule, BiFunction<RuleSet, R, RuleSet> with) {
        var now = clock.instant();
        var set = with.apply(table.set(tenant).map(RulesTable::parse).orElse(RuleSet.NONE), rule);
        var text = Json.write(set);
        if (set.isFull() || text.length() > MAX_SET_CHARACTERS) {
            throw Problem.conflict("too-many-settlement-rules", "The shop has too many rules for settling",
                    "at most " + RuleSet.MAX_RULES + " rules of " + MAX_SET_CHARACTERS + " characters in all can be enabled; disable one first").asException();
        }
        var event = Event.of("commerce.settlement", kind.changed(), tenant, rule.id(), Long.toString(rule.version()), now, RuleView.of(rule));
        return table.replaceIfVersions(kind, tenant, rule, set, text, digest(text), event, now);
    }

    /** The rule a request's path names, as it is, or in the {@code version} it asks for. */
    <R extends Rule<R>> Optional<HttpResponse> show(Kind<R> kind, HttpRequest request) {
        var tenant = request.tenant();
        var id = request.path("id", Names.CLIENT_ID);
        return request.query("version", VERSION).map(version -> table.find(kind, tenant, id, Long.parseLong(version))).orElseGet(() -> table.find(kind, tenant, id))
                .map(RuleView::of)
                .map(HttpResponse::ok);
    }

    /** A page by id, disabled ones too. */
    <R extends Rule<R>> HttpResponse list(Kind<R> kind, HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        if (ask.after().filter(id -> !Names.CLIENT_ID.matcher(id).matches()).isPresent()) {
            throw Page.badCursor();
        }
        // One more than asked for tells whether there is a next page.
        var found = table.list(kind, tenant, ask.limit() + 1, ask.after());
        var shown = found.subList(0, Math.min(ask.limit(), found.size()));
        return HttpResponse.ok(Page.of(shown.stream().map(RuleView::of).toList(), found.size() > shown.size() ? Optional.of(shown.getLast().id()) : Optional.empty()));
    }
}
