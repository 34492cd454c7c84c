package commerce.local.stage.states;

import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.Members;

/** The ARNs in requests: whether they could name what the call is about. */
final class Arns {

    private static final int LONGEST = 2_000;
    private static final int SERVICE = 2;
    private static final int RESOURCE_TYPE = 5;

    private Arns() {}

    /** The member {@code stateMachineArn}. @throws AwsError ValidationException, InvalidArn */
    static String machine(Members members) {
        return checked(members.required("stateMachineArn", LONGEST), "stateMachine");
    }

    /** The member {@code executionArn}. @throws AwsError ValidationException, InvalidArn */
    static String execution(Members members) {
        return checked(members.required("executionArn", LONGEST), "execution");
    }

    private static String checked(String arn, String resourceType) {
        if (!arn.startsWith("arn:")) {
            throw invalid("Invalid ARN prefix: " + arn);
        }
        var parts = arn.split(":", -1);
        if (parts.length <= RESOURCE_TYPE + 1 || !parts[SERVICE].equals("states")) {
            throw invalid(arn);
        }
        if (!parts[RESOURCE_TYPE].equals(resourceType)) {
            throw invalid("Resource type not valid in this context: " + parts[RESOURCE_TYPE]);
        }
        return arn;
    }

    private static AwsError invalid(String why) {
        return AwsError.badRequest("InvalidArn", "Invalid Arn: '" + why + "'");
    }
}
