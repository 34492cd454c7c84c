package commerce.payment.provider;

import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The secrets shared with providers, from Secrets Manager: the current one first, then the previous one while a rotation is under way.
 * Kept in memory for a while; a secret never gets into a log, an item or an event.
 *
 * <p>What a provider refuses, and what proves no signature, makes us look again at once, so that a secret that was replaced costs nothing;
 * but at most once in ten seconds, so that neither forgers nor a secret that is simply wrong cost a call each.
 */
@Singleton
public class ProviderSecrets {

    private static final Logger LOG = Logger.getLogger(ProviderSecrets.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration DOUBTED_AFTER = Duration.ofSeconds(10);

    private final SecretsManagerClient secretsManager;
    private final Clock clock;
    private final Map<String, Fetched> cache = new ConcurrentHashMap<>();

    private record Fetched(List<String> secrets, Instant at) {}

    public ProviderSecrets(SecretsManagerClient secretsManager, Clock clock) {
        this.secretsManager = secretsManager;
        this.clock = clock;
    }

    /**
     * One provider's secret.
     *
     * @param setting the environment variable that holds the secret's ARN
     * @param parse throws {@link IllegalStateException}, without a word of what is in it, if a text is none of that provider's
     */
    <A> Active<A> of(String setting, Function<String, A> parse) {
        return new Active<>(setting, parse);
    }

    private List<String> noOlderThan(Duration age, String arn) {
        var now = clock.instant();
        var known = cache.get(arn);
        if (known != null && now.isBefore(known.at().plus(age)) && !now.isBefore(known.at())) {
            return known.secrets();
        }
        var secrets = List.copyOf(new LinkedHashSet<>(Stream.of("AWSCURRENT", "AWSPREVIOUS").flatMap(stage -> fetch(arn, stage).stream()).toList()));
        if (secrets.isEmpty()) {
            throw new IllegalStateException("the secret " + arn + " has no current version");
        }
        cache.put(arn, new Fetched(secrets, now));
        return secrets;
    }

    private Optional<String> fetch(String arn, String stage) {
        try {
            return Optional.of(secretsManager.getSecretValue(request -> request.secretId(arn).versionStage(stage)).secretString());
        } catch (ResourceNotFoundException neverRotated) {
            // A secret that was never rotated has no previous version.
            return Optional.empty();
        }
    }

    /** What is active of one secret, as its provider reads it. */
    final class Active<A> {

        private final String setting;
        private final Function<String, A> parse;
        /** Reading RSA keys takes longer than using them. */
        private volatile Parsed<A> parsed = new Parsed<>(List.of(), List.of());

        private record Parsed<A>(List<String> texts, List<A> accounts) {}

        private Active(String setting, Function<String, A> parse) {
            this.setting = setting;
            this.parse = parse;
        }

        /** The newest first. */
        List<A> all() {
            return accounts(noOlderThan(KEPT, Settings.require(setting)));
        }

        A current() {
            return all().getFirst();
        }

        private List<A> lookedUpAgain() {
            return accounts(noOlderThan(DOUBTED_AFTER, Settings.require(setting)));
        }

        private List<A> accounts(List<String> texts) {
            var known = parsed;
            if (!known.texts().equals(texts)) {
                known = new Parsed<>(texts, parsed(texts));
                parsed = known;
            }
            return known.accounts();
        }

        /** The current one must be fit for use. The one before may be what the template put there before anybody filled it in. */
        private List<A> parsed(List<String> texts) {
            var accounts = new ArrayList<A>();
            accounts.add(parse.apply(texts.getFirst()));
            for (var previous : texts.subList(1, texts.size())) {
                try {
                    accounts.add(parse.apply(previous));
                } catch (IllegalStateException neverFilledIn) {
                    LOG.infof("the previous version of %s is left out: %s", setting, neverFilledIn.getMessage());
                }
            }
            return List.copyOf(accounts);
        }

        /** Judges by what is active; where that proves nothing, once more by what has replaced it meanwhile. */
        <J> J judged(Function<List<A>, J> judge, Predicate<J> isUnproved) {
            var before = all();
            var judgement = judge.apply(before);
            if (!isUnproved.test(judgement)) {
                return judgement;
            }
            var now = lookedUpAgain();
            return now.equals(before) ? judgement : judge.apply(now);
        }

        /** Asks by the current one; where the provider refuses it, once more by the newest that it has not refused, if there is one. */
        <R> R asked(Function<A, R> ask, Predicate<R> isRefused) {
            var first = current();
            var reply = ask.apply(first);
            if (!isRefused.test(reply)) {
                return reply;
            }
            return lookedUpAgain().stream().filter(account -> !account.equals(first)).findFirst().map(ask).orElse(reply);
        }
    }
}
