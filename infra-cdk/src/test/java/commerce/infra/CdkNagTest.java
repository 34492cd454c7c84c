package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.cxapi.SynthesisMessage;

class CdkNagTest {

    @TempDir
    Path out;

    @Test
    void awsSolutionsChecksFindNothingThatIsNotSuppressedForAReason() {
        var app = CommerceApp.app(out);
        var commerce = new Commerce(app, new Deployment(DeploymentConfig.of("prod"), FunctionCode.placeholder()));
        Aspects.of(app).add(new AwsSolutionsChecks());

        var findings = new TreeSet<String>();
        for (var stack : commerce.stacks()) {
            var annotations = Annotations.fromStack(stack);
            for (List<SynthesisMessage> messages : List.of(annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")), annotations.findWarning("*", Match.stringLikeRegexp("(AwsSolutions-|CdkNagValidationFailure).*")))) {
                messages.forEach(message -> findings.add(message.getId() + ": " + String.valueOf(message.getEntry().getData())));
            }
        }

        assertEquals("", String.join("\n", findings));
    }
}
