package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagReportFormat;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

/** AWS's own catalogue of good practice, AwsSolutions, over all stacks. What it finds is mended, or excused for a reason in {@link NagExcuse}. */
class CdkNagTest {

    @TempDir
    private static Path out;
    private static Commerce commerce;
    /** Each a resource and what it is excused for. */
    private static final Set<String> EXCUSED = new TreeSet<>();

    @BeforeAll
    static void check() {
        var flags = new HashMap<>(CommerceApp.flags());
        // Findings are read from the annotations; in the report they would end the synthesis.
        flags.put("@aws-cdk/core:annotationsInValidationReport", false);
        var app = CommerceApp.app(out, flags);
        commerce = new Commerce(app, new Deployment(DeploymentConfig.of("prod"), FunctionCode.placeholder()));
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().reports(true).reportFormats(List.of(NagReportFormat.JSON)).build());
        commerce.stacks().forEach(stack -> stack.getNode().findAll().forEach(construct -> {
            if (construct instanceof CfnResource resource) {
                NagExcuse.ALL.stream().filter(excuse -> excuse.resources().test(resource)).forEach(excuse -> excuse(resource, excuse));
            }
        }));
        app.synth();
    }

    private static void excuse(CfnResource resource, NagExcuse excuse) {
        NagSuppressions.addResourceSuppressions(resource, List.of(excuse.suppression()));
        EXCUSED.add(resource.getNode().getPath() + " " + excuse.asReported());
    }

    @Test
    void nothingIsFoundThatIsNotExcusedForAReason() {
        var findings = new TreeSet<String>();
        for (var stack : commerce.stacks()) {
            var annotations = Annotations.fromStack(stack);
            for (var messages : List.of(annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")), annotations.findWarning("*", Match.stringLikeRegexp("(AwsSolutions-|CdkNag).*")))) {
                messages.forEach(message -> findings.add(message.getId() + ": " + message.getEntry().getData()));
            }
        }

        assertEquals("", String.join("\n", findings));
    }

    @Test
    void nothingIsExcusedThatWouldNotBeFound() throws IOException {
        var found = new TreeSet<String>();
        for (var stack : commerce.stacks()) {
            var report = out.resolve("AwsSolutions-" + stack.getStackName() + "-NagReport.json");
            new ObjectMapper().readTree(Files.readString(report)).path("lines").valueStream().filter(line -> line.path("compliance").asText().equals("Suppressed"))
                    .forEach(line -> found.add(line.path("resourceId").asText() + " " + line.path("ruleId").asText() + ": " + line.path("exceptionReason").asText()));
        }

        assertFalse(found.isEmpty());
        assertEquals(String.join("\n", found), String.join("\n", EXCUSED));
    }
}
