package commerce.local.stage.template;

import java.util.Locale;
import java.util.Optional;

/**
 * What {@code Ref} and {@code Fn::GetAtt} of a resource give. Names are the template's, or {@code <stack>-<logical id>}; ARNs have as many
 * parts as the real ones, because templates take them apart.
 */
final class PhysicalIds {

    private final String region;
    private final String account;

    PhysicalIds(String region, String account) {
        this.region = region;
        this.account = account;
    }

    /** The property that names a resource of that type, if it has one. */
    static Optional<String> nameProperty(String type) {
        return switch (type) {
            case "AWS::Lambda::Function" -> Optional.of("FunctionName");
            case "AWS::DynamoDB::Table" -> Optional.of("TableName");
            case "AWS::SQS::Queue" -> Optional.of("QueueName");
            case "AWS::SNS::Topic" -> Optional.of("TopicName");
            case "AWS::StepFunctions::StateMachine" -> Optional.of("StateMachineName");
            case "AWS::IAM::Role" -> Optional.of("RoleName");
            case "AWS::Logs::LogGroup" -> Optional.of("LogGroupName");
            case "AWS::S3::Bucket" -> Optional.of("BucketName");
            case "AWS::Events::EventBus", "AWS::Events::Rule", "AWS::SecretsManager::Secret", "AWS::SSM::Parameter", "AWS::Lambda::Alias" ->
                Optional.of("Name");
            default -> Optional.empty();
        };
    }

    /** The name of a resource to which the template gives none. */
    static String made(Resource resource) {
        var name = resource.stack() + "-" + resource.logicalId();
        return resource.type().equals("AWS::S3::Bucket") ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** @param target for an alias or version, the ARN of its function */
    String ref(Resource resource, String name, String target) {
        return switch (resource.type()) {
            case "AWS::SQS::Queue" -> "https://sqs." + region + ".amazonaws.com/" + account + "/" + name;
            case "AWS::Lambda::Alias" -> target + ":" + name;
            case "AWS::Lambda::Version" -> target + ":1";
            case "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine", "AWS::SecretsManager::Secret" -> arn(resource, name);
            default -> name;
        };
    }

    Optional<String> attribute(Resource resource, String name, String attribute) {
        return switch (resource.type() + "." + attribute) {
            case "AWS::DynamoDB::Table.StreamArn" -> Optional.of(arn(resource, name) + "/stream/2026-01-01T00:00:00.000");
            case "AWS::Lambda::Version.Version" -> Optional.of("1");
            case "AWS::ApiGatewayV2::Api.ApiEndpoint" -> Optional.of("https://" + name + ".execute-api." + region + ".amazonaws.com");
            case "AWS::IAM::Role.RoleId", "AWS::KMS::Key.KeyId", "AWS::Events::EventBus.Name", "AWS::SQS::Queue.QueueName", "AWS::SNS::Topic.TopicName",
                    "AWS::StepFunctions::StateMachine.Name" -> Optional.of(name);
            case "AWS::SQS::Queue.QueueUrl" -> Optional.of(ref(resource, name, ""));
            case "AWS::SSM::Parameter.Value" -> Optional.empty();
            default -> attribute.equals("Arn") || attribute.endsWith("Arn") ? Optional.of(arn(resource, name)) : Optional.empty();
        };
    }

    private String arn(Resource resource, String name) {
        var here = ":" + region + ":" + account + ":";
        return switch (resource.type()) {
            case "AWS::Lambda::Function" -> "arn:aws:lambda" + here + "function:" + name;
            case "AWS::DynamoDB::Table" -> "arn:aws:dynamodb" + here + "table/" + name;
            case "AWS::SQS::Queue" -> "arn:aws:sqs" + here + name;
            case "AWS::SNS::Topic" -> "arn:aws:sns" + here + name;
            case "AWS::Events::EventBus" -> "arn:aws:events" + here + "event-bus/" + name;
            case "AWS::Events::Rule" -> "arn:aws:events" + here + "rule/" + name;
            case "AWS::StepFunctions::StateMachine" -> "arn:aws:states" + here + "stateMachine:" + name;
            case "AWS::SecretsManager::Secret" -> "arn:aws:secretsmanager" + here + "secret:" + name + "-local0";
            case "AWS::Logs::LogGroup" -> "arn:aws:logs" + here + "log-group:" + name + ":*";
            case "AWS::KMS::Key" -> "arn:aws:kms" + here + "key/" + name;
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::IAM::Role" -> "arn:aws:iam::" + account + ":role/" + name;
            default -> "arn:aws:local" + here + name;
        };
    }
}
