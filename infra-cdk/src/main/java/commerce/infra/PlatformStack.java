package commerce.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.BaseArchiveProps;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.events.Match;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** What all contexts stand on: the bus and its archive, the key of the tables, the bucket for files, the topic that hears every alarm. */
final class PlatformStack extends Stack {

    private final EventBus bus;
    private final IEventBus defaultBus;
    private final IKey dataKey;
    private final Topic alarmTopic;
    private final FilesBucket files;

    PlatformStack(Construct scope, Deployment deployment) {
        super(scope, "Platform", props(deployment, "Platform", "What all contexts of Commerce Functions stand on"));
        var config = deployment.config();
        dataKey = EncryptionKey.of(this, "DataKey", "encrypts the tables of all contexts, their files and the alarms topic", config);
        alarmTopic = alarmTopic(config);
        files = new FilesBucket(this, config.data(), dataKey);
        bus = EventBus.Builder.create(this, "Bus").eventBusName(deployment.names().prefix()).description("Published events of all contexts").build();
        Alarms.to(alarmTopic).on(this, "Throttles", Alarms.ofAws("Lambda", "Throttles", "Sum", Map.of()),
                "functions of this account were refused for lack of concurrency: find which by the metric Throttles, then raise the account's quota");
        var archive = bus.archive("Archive", BaseArchiveProps.builder()
                .description("Published events, to replay them")
                .eventPattern(EventPattern.builder().source(Match.prefix("commerce.")).build())
                .retention(Duration.days(config.data().archivedEventsDays()))
                .build());
        archive.applyRemovalPolicy(config.data().kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
        defaultBus = EventBus.fromEventBusName(this, "DefaultBus", "default");
    }

    /** Encrypted with a key of ours, which CloudWatch may use for it. */
    private Topic alarmTopic(DeploymentConfig config) {
        dataKey.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsReachTheEncryptedTopic")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                .build());
        var topic = Topic.Builder.create(this, "Alarms").masterKey(dataKey).enforceSsl(true).displayName("Commerce Functions alarms").build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsOfThisAccount")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                .build());
        var email = alarmEmail(config);
        var known = CfnCondition.Builder.create(this, "AlarmEmailKnown").expression(Fn.conditionNot(Fn.conditionEquals(email.getValueAsString(), ""))).build();
        CfnSubscription.Builder.create(this, "AlarmsByEmail").topicArn(topic.getTopicArn()).protocol("email").endpoint(email.getValueAsString()).build().getCfnOptions().setCondition(known);
        return topic;
    }

    /** Where data are kept somebody must be told: then the parameter may not be empty, and without a default CloudFormation asks for it. */
    private CfnParameter alarmEmail(DeploymentConfig config) {
        var email = CfnParameter.Builder.create(this, "AlarmEmail").type("String");
        if (!config.data().kept()) {
            return email.defaultValue(config.alarmEmail()).description("Who is told of alarms; empty for nobody").build();
        }
        email.allowedPattern(".+@.+").constraintDescription("an e-mail address").description("Who is told of alarms");
        return (config.alarmEmail().isEmpty() ? email : email.defaultValue(config.alarmEmail())).build();
    }

    /** How every stack is named and synthesized: independent of account and region, with nothing in it that its reader does not need. */
    static StackProps props(Deployment deployment, String name, String description) {
        return StackProps.builder()
                .stackName(deployment.names().prefix() + "-" + name.toLowerCase())
                .description(description)
                .terminationProtection(deployment.config().data().kept())
                // The CDK command line checks the bootstrap version from the manifest; a rule in each template would only repeat it.
                .synthesizer(DefaultStackSynthesizer.Builder.create().generateBootstrapVersionRule(false).build())
                .build();
    }

    EventBus bus() {
        return bus;
    }

    IEventBus defaultBus() {
        return defaultBus;
    }

    IKey dataKey() {
        return dataKey;
    }

    FilesBucket files() {
        return files;
    }

    ITopic alarmTopic() {
        return alarmTopic;
    }
}
