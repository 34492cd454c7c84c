package commerce.local.audit;

import commerce.local.audit.Inspection.Verdict;
import commerce.local.tools.Arguments;
import commerce.local.tools.CommandFailed;
import commerce.local.tools.RunningStage;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The command line of the audit: {@code [--port N]} for a running stage, {@code --stage dev|prod} for an installation on AWS (credentials and
 * region from where the AWS SDK finds them). Prints one line for each promise, and each thing that breaks it.
 *
 * <p>It reads every item of every table, on AWS at the price of a scan. Sums over items that are being changed while it reads can be off, so
 * it looks twice where something is wrong, and on a stage first waits until nothing runs.
 */
public final class Audit {

    private static final String USAGE = "usage: audit [--port N] | audit --stage dev|prod";
    private static final int SHOWN = 20;

    private final Tables tables;
    private final Supplier<Instant> now;
    private final PrintStream out;

    Audit(Tables tables, Supplier<Instant> now, PrintStream out) {
        this.tables = tables;
        this.now = now;
        this.out = out;
    }

    public static void main(String[] args) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(args, out, System.err));
    }

    /** Runs it. Answers 0 if every promise is kept, 1 if one is broken or the installation could not be read, 2 if it was asked wrongly. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            var arguments = Arguments.parse(args, Set.of("port", "stage"));
            if (!arguments.words().isEmpty() || arguments.options().size() > 1) {
                throw CommandFailed.usage(USAGE);
            }
            var environment = arguments.options().get("stage");
            return (environment == null ? ofStage(new HttpApi(RunningStage.find(arguments.number("port", 1))), out) : onAws(environment, out)) ? 0 : 1;
        } catch (CommandFailed failed) {
            err.println(failed.getMessage());
            return failed.exitCode();
        } catch (SdkException | IllegalStateException failed) {
            err.println("the audit could not be made: " + failed.getMessage());
            return 1;
        }
    }

    /** Audits a running stage, once it is quiet. @return whether every promise is kept */
    public static boolean ofStage(HttpApi stage, PrintStream out) {
        var controls = new Controls(stage);
        var aws = stage.send("GET", "/local/health", null, null, Map.of()).expect(200).json().path("aws").asText();
        if (controls.canMoveTheClock()) {
            controls.advance(0);
        }
        try (var dynamoDb = DynamoDbClient.builder().endpointOverride(URI.create(aws)).region(Region.US_EAST_1).httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))).build()) {
            return new Audit(Tables.find(dynamoDb, ""), () -> Instant.parse(controls.now()), out).run();
        }
    }

    private static boolean onAws(String environment, PrintStream out) {
        try (var dynamoDb = DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
            return new Audit(Tables.find(dynamoDb, "commerce-" + environment + "-"), Clock.systemUTC()::instant, out).run();
        }
    }

    private boolean run() {
        var verdicts = look();
        if (verdicts.stream().anyMatch(verdict -> !verdict.findings().isEmpty())) {
            verdicts = Inspection.standing(verdicts, look());
        }
        verdicts.forEach(this::print);
        return verdicts.stream().allMatch(verdict -> verdict.findings().isEmpty());
    }

    private List<Verdict> look() {
        var inspection = new Inspection(Promises.all());
        tables.show(inspection);
        return inspection.verdicts(now.get());
    }

    private void print(Verdict verdict) {
        var findings = verdict.findings();
        out.printf("%-6s %-42s %s%n", findings.isEmpty() ? "kept" : "BROKEN", verdict.title(), findings.isEmpty() ? verdict.seen() : findings.size() + " findings in " + verdict.seen());
        findings.stream().limit(SHOWN).forEach(finding -> out.println("         " + finding));
        if (findings.size() > SHOWN) {
            out.println("         and " + (findings.size() - SHOWN) + " more");
        }
    }
}
