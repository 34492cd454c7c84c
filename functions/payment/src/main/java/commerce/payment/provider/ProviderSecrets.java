package commerce.payment.provider;

import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The secrets shared with providers, from Secrets Manager: the current one first, then the previous one while a rotation is under way.
 * Kept in memory for a while; a secret never gets into a log, an item or an event.
 */
@Singleton
public class ProviderSecrets {

    private static final Duration KEPT = Duration.ofMinutes(5);
    /** How old the secrets must be before a signature that none of them proves makes us look again; bounds what forgers can cost. */
    private static final Duration DOUBTED_AFTER = Duration.ofSeconds(10);

    private final SecretsManagerClient secretsManager;
    private final Clock clock;
    private final Map<String, Fetched> cache = new ConcurrentHashMap<>();

    private record Fetched(List<String> secrets, Instant at) {}

    public ProviderSecrets(SecretsManagerClient secretsManager, Clock clock) {
        this.secretsManager = secretsManager;
        this.clock = clock;
    }

    /** @param setting the environment variable that holds the secret's ARN */
    List<String> active(String setting) {
        return noOlderThan(KEPT, Settings.require(setting));
    }

    /** The secrets again, fetched anew unless that has just been done: after a rotation the memory is out of date. */
    List<String> doubted(String setting) {
        return noOlderThan(DOUBTED_AFTER, Settings.require(setting));
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
}
