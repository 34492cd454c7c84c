package commerce.infra;

import java.util.List;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * Everything that differs between environments, in one place. The resources never differ, only these values.
 *
 * @param environment part of every physical name
 * @param tokens whose tokens the front door accepts
 * @param front what the front door lets through
 * @param data how long things are kept
 * @param capacity how much may run at once
 * @param logLevel of the functions: DEBUG, INFO, WARN or ERROR
 * @param alarmEmail who is told; empty for nobody, or where data are kept: for whom the deployment names, as the Platform stack's parameter
 */
public record DeploymentConfig(String environment, Tokens tokens, Front front, Data data, Capacity capacity, String logLevel, String alarmEmail) {

    /** @param issuer {@code iss} of the tokens, a URL below which its keys are found @param audience {@code aud} of the tokens */
    public record Tokens(String issuer, String audience) {}

    /**
     * @param allowedOrigins for browsers (CORS); {@code *} for all
     * @param requestsPerSecond what all callers together may send to one route
     * @param burst how many requests may arrive at once beyond that
     */
    public record Front(List<String> allowedOrigins, int requestsPerSecond, int burst) {}

    /**
     * @param kept tables and keys survive the stack and cannot be deleted by accident
     * @param logs how long log lines are kept
     * @param archivedEventsDays how long published events can be replayed
     */
    public record Data(boolean kept, RetentionDays logs, int archivedEventsDays) {}

    /**
     * @param memoryMb of each function; its share of a CPU grows with it
     * @param batchesPerQueue how many batches of one queue are worked on at once (at least 2)
     * @param reservedForWebhooks concurrency that storefront traffic cannot take from payment notifications; 0 for none
     */
    public record Capacity(int memoryMb, int batchesPerQueue, int reservedForWebhooks) {}

    /** @throws IllegalArgumentException naming the environments there are, if this is none of them */
    public static DeploymentConfig of(String environment) {
        return switch (environment) {
            case "local", "localstack", "floci" -> local(environment);
            case "dev" -> dev();
            case "prod" -> prod();
            default -> throw new IllegalArgumentException("there is no environment '" + environment + "': choose local, localstack, floci, dev or prod");
        };
    }

    /** For the local stage and for emulators in Docker, where our own front door issues the tokens. */
    private static DeploymentConfig local(String environment) {
        return new DeploymentConfig(environment,
                new Tokens("https://local.commerce-functions.test/", "commerce-functions"),
                new Front(List.of("*"), 10_000, 5_000),
                new Data(false, RetentionDays.ONE_DAY, 1),
                new Capacity(1024, 10, 0),
                "INFO", "");
    }

    private static DeploymentConfig dev() {
        return new DeploymentConfig("dev",
                new Tokens("https://identity.dev.commerce-functions.example/", "commerce-functions"),
                new Front(List.of("http://localhost:3000"), 100, 200),
                new Data(false, RetentionDays.TWO_WEEKS, 7),
                new Capacity(1024, 5, 0),
                "DEBUG", "");
    }

    /** Before the first deployment: put in your own issuer and shop address. */
    private static DeploymentConfig prod() {
        return new DeploymentConfig("prod",
                new Tokens("https://identity.commerce-functions.example/", "commerce-functions"),
                new Front(List.of("https://shop.commerce-functions.example"), 1_000, 2_000),
                new Data(true, RetentionDays.THREE_MONTHS, 90),
                new Capacity(1769, 20, 50),
                "INFO", "");
    }
}
