package commerce.local.stage.aws;

/** Where calls to AWS go. */
@FunctionalInterface
public interface AwsPort {

    /** Never throws for what AWS would answer: errors are answers too. */
    AwsAnswer call(AwsCall call);
}
