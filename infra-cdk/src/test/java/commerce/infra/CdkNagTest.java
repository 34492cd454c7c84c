package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.sqs.CfnQueue;

class CdkNagTest {

    @Test
    void awsSolutionsChecksFindNothingThatIsNotSuppressedForAReason(@TempDir Path out) {
        var flags = new HashMap<>(CommerceApp.flags());
        // Findings are read from the annotations; in the report they would end the synthesis.
        flags.put("@aws-cdk/core:annotationsInValidationReport", false);
        var app = CommerceApp.app(out, flags);
        var commerce = new Commerce(app, new Deployment(DeploymentConfig.of("prod"), FunctionCode.placeholder()));
        Aspects.of(app).add(new AwsSolutionsChecks());
        suppress(commerce);

        var findings = new TreeSet<String>();
        for (var stack : commerce.stacks()) {
            var annotations = Annotations.fromStack(stack);
            for (var messages : List.of(annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")), annotations.findWarning("*", Match.stringLikeRegexp("(AwsSolutions-|CdkNag).*")))) {
                messages.forEach(message -> findings.add(message.getId() + ": " + message.getEntry().getData()));
            }
        }

        assertEquals("", String.join("\n", findings));
    }

    private static void suppress(Commerce commerce) {
        for (var stack : commerce.stacks()) {
            NagSuppressions.addStackSuppressions(stack, List.of(
                    suppression("AwsSolutions-IAM5", "X-Ray and the delivery of Step Functions' logs have no narrower resource; a test of ours refuses every other use of the star", "Resource::*"),
                    suppression("AwsSolutions-IAM5", "executions are named by order ids, which nobody knows at deployment; the workflow is named",
                            "Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:commerce-prod-checkout:*")));
            stack.getNode().findAll().forEach(construct -> {
                switch (construct) {
                    case CfnQueue queue when queue.getNode().getPath().contains("UnpublishedChanges") || queue.getNode().getPath().contains("UnappliedNotifications") ->
                            NagSuppressions.addResourceSuppressions(queue, List.of(suppression("AwsSolutions-SQS3", "it is itself the dead-letter queue of a stream and a schedule")));
                    case CfnSecret secret -> NagSuppressions.addResourceSuppressions(secret, List.of(
                            suppression("AwsSolutions-SMG4", "shared with the payment provider, who must change it at the same moment: rotated by hand")));
                    case CfnRoute route when List.of("GET /products", "GET /products/{sku}", "POST /webhooks/{provider}").contains(route.getRouteKey()) ->
                            NagSuppressions.addResourceSuppressions(route, List.of(
                                    suppression("AwsSolutions-APIG4", "the catalogue is public; a webhook proves itself by its provider's signature over the raw body")));
                    default -> { }
                }
            });
        }
    }

    private static NagPackSuppression suppression(String rule, String reason, String... appliesTo) {
        var suppression = NagPackSuppression.builder().id(rule).reason(reason);
        return (appliesTo.length == 0 ? suppression : suppression.appliesTo(List.of(appliesTo))).build();
    }
}
