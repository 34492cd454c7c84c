package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CloudFormationValidatePlugin;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;

/** The CDK's own validator reads the templates as CloudFormation would. Slow to start, so nothing else starts it. */
class ValidationTest {

    private static App validated(Path out) {
        var flags = new HashMap<>(CommerceApp.flags());
        flags.put("@aws-cdk/core:validateAgainstDefaultRules", true);
        var app = CommerceApp.app(out, flags);
        Validations.of(app).addPlugins(new CloudFormationValidatePlugin());
        return app;
    }

    @Test
    void cloudFormationAcceptsEveryTemplateWithoutAWarning(@TempDir Path out) throws IOException {
        var app = validated(out);
        new Commerce(app, new Deployment(DeploymentConfig.of("prod"), FunctionCode.placeholder()));

        assertDoesNotThrow(() -> {
            app.synth();
        });
        // Warnings do not end the synthesis: they are only reported.
        assertEquals("[]", new ObjectMapper().readTree(out.resolve("validation-report.json").toFile()).path("pluginReports").toString());
    }

    @Test
    void aTemplateCloudFormationWouldRefuseIsRefusedHere(@TempDir Path out) {
        var app = validated(out);
        CfnResource.Builder.create(new Stack(app, "Broken"), "Queue").type("AWS::SQS::Queue").properties(Map.of("VisibilityTimeout", "soon")).build();

        assertThrows(RuntimeException.class, app::synth);
    }
}
