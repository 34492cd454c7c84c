package commerce.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.iam.CfnPolicy;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.sqs.CfnQueue;

/**
 * Why a finding of cdk-nag is accepted.
 *
 * @param rule of the pack AwsSolutions
 * @param appliesTo the only finding meant, for rules that have several; empty for the others
 * @param reason for a reviewer
 * @param resources those it is accepted of
 */
record NagExcuse(String rule, String appliesTo, String reason, Predicate<CfnResource> resources) {

    /** The bucket's ARN is found twice, as its own stack and as any other names it, and reported once. */
    private static final String FILES = "<Files74647968.Arn>";
    private static final String FILES_ELSEWHERE = "commerce-prod-platform:ExportsOutputFnGetAttFiles74647968ArnAF48C196";

    static final List<NagExcuse> ALL = Stream.of(storedBelow("settlement/statements", "Settlement/(WriteStatements|GetStatement)/.*"),
            storedBelow("settlement/payouts", "Settlement/(FinishClearing|ListPayouts)/.*"),
            storedBelow("bills", "(Payment/FetchBills|Settlement/(ReconcileBill|RunReconciliation))/.*"), others()).flatMap(List::stream).toList();

    private static List<NagExcuse> storedBelow(String prefix, String functions) {
        return List.of(new NagExcuse("AwsSolutions-IAM5", "Resource::" + FILES + "/" + prefix + "/*", "files are named by tenant, date, provider and merchant, which nobody knows at deployment; their folder is named",
                resource -> resource instanceof CfnPolicy && resource.getNode().getPath().matches(functions)));
    }

    private static List<NagExcuse> others() {
        return List.of(
            new NagExcuse("AwsSolutions-IAM5", "Resource::*", "X-Ray and the delivery of Step Functions' logs have no narrower resource; a rule of ours refuses every other use of the star",
                    resource -> resource instanceof CfnPolicy),
            new NagExcuse("AwsSolutions-IAM5", "Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:commerce-prod-checkout:*",
                    "executions are named by order ids, which nobody knows at deployment; the workflow is named",
                    resource -> resource instanceof CfnPolicy && resource.getNode().getPath().matches("Ordering/(InspectOrder|RepairOrder)/.*")),
            new NagExcuse("AwsSolutions-SQS3", "", "it is itself the dead-letter queue of a stream and a schedule",
                    resource -> resource instanceof CfnQueue && resource.getNode().getPath().matches("\\w+/(UnpublishedChanges|UnappliedNotifications|UnaskedProviders|UnfetchedBills|UnsweptLedger|UnstartedClearings|UnseenAbsences)/.*")),
            new NagExcuse("AwsSolutions-S1", "", "whoever may reach the few objects is listed in IAM, CloudTrail's data events say who did; a second bucket for access logs would need the same care",
                    resource -> resource instanceof CfnBucket),
            new NagExcuse("AwsSolutions-SMG4", "", "shared with a payment provider, who must change it at the same moment: rotated by hand, see the runbook",
                    resource -> resource instanceof CfnSecret && resource.getNode().getPath().startsWith("Payment/")),
            new NagExcuse("AwsSolutions-APIG4", "", "the catalogue is public; a webhook proves itself by its provider's signature over the raw body",
                    resource -> resource instanceof CfnRoute route && EdgeRules.PUBLIC.contains(route.getRouteKey())));
    }

    /** In cdk-nag's report, once it was needed. */
    String asReported() {
        return rule + ": " + (appliesTo.isEmpty() ? "" : "[" + appliesTo + "] ") + reason;
    }

    NagPackSuppression suppression() {
        var suppression = NagPackSuppression.builder().id(rule).reason(reason);
        return (appliesTo.isEmpty() ? suppression : suppression.appliesTo(Stream.of(appliesTo, appliesTo.replace(FILES, FILES_ELSEWHERE)).distinct().toList())).build();
    }
}
