package commerce.local.stage.template;

import java.util.Map;
import java.util.Set;

/** What this stage does with each resource type. A type in neither list is unknown and stops the start. */
final class ResourceTypes {

    static final Set<String> EMULATED = Set.of(
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
            "AWS::DynamoDB::Table",
            "AWS::Events::EventBus",
            "AWS::Events::Rule",
            "AWS::Lambda::Alias",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::Lambda::Version",
            "AWS::S3::Bucket",
            "AWS::SQS::Queue",
            "AWS::SSM::Parameter",
            "AWS::SecretsManager::Secret",
            "AWS::StepFunctions::StateMachine");

    private static final String NO_PERMISSIONS = "permissions are not checked here; the infrastructure tests check them";
    private static final String NO_ALARMS = "nobody is paged from here";

    static final Map<String, String> INERT = Map.ofEntries(
            Map.entry("AWS::CDK::Metadata", "describes the template itself"),
            Map.entry("AWS::CloudWatch::Alarm", NO_ALARMS),
            Map.entry("AWS::CloudWatch::CompositeAlarm", NO_ALARMS),
            Map.entry("AWS::CloudWatch::Dashboard", "there are no metrics to draw"),
            Map.entry("AWS::Events::Archive", "events are not kept; the stage starts empty each time"),
            Map.entry("AWS::IAM::ManagedPolicy", NO_PERMISSIONS),
            Map.entry("AWS::IAM::Policy", NO_PERMISSIONS),
            Map.entry("AWS::IAM::Role", NO_PERMISSIONS),
            Map.entry("AWS::KMS::Alias", "data lives in memory only"),
            Map.entry("AWS::KMS::Key", "data lives in memory only"),
            Map.entry("AWS::Lambda::Permission", NO_PERMISSIONS),
            Map.entry("AWS::Logs::LogGroup", "functions log to one file"),
            Map.entry("AWS::Logs::MetricFilter", "functions log to one file"),
            Map.entry("AWS::Logs::ResourcePolicy", NO_PERMISSIONS),
            Map.entry("AWS::S3::BucketPolicy", NO_PERMISSIONS),
            Map.entry("AWS::SNS::Subscription", NO_ALARMS),
            Map.entry("AWS::SNS::Topic", NO_ALARMS),
            Map.entry("AWS::SNS::TopicPolicy", NO_PERMISSIONS),
            Map.entry("AWS::SQS::QueuePolicy", NO_PERMISSIONS));

    private ResourceTypes() {}
}
