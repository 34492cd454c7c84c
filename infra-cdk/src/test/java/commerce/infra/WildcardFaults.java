package commerce.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;

/** Statements that allow more than they name. */
final class WildcardFaults {

    static final List<Fault> ALL = Stream.concat(
            Stream.of(new Fault("a wildcard action", PolicyRules.WILDCARDS, "ReserveStockRoleDefaultPolicy",
                    templates -> Fault.statement(templates, "ReserveStock", "dynamodb:UpdateItem").put("Action", "dynamodb:*"))),
            Stream.of(
                    statement("half a wildcard action", """
                            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:Put*"], "Resource": "arn:aws:s3:::bucket/key"}"""),
                    statement("a wildcard resource", """
                            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"""),
                    statement("half a wildcard resource", """
                            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "/*"]]}}"""),
                    statement("an action that hides behind an unavoidable one", """
                            {"Effect": "Allow", "Action": ["xray:PutTraceSegments", "s3:GetObject"], "Resource": "*"}"""),
                    statement("all executions, for more than looking and redriving", """
                            {"Effect": "Allow", "Action": "states:StopExecution", "Resource": "arn:aws:states:eu-central-1:1:execution:commerce-prod-checkout:*"}"""),
                    statement("all executions of another workflow", """
                            {"Effect": "Allow", "Action": "states:DescribeExecution", "Resource": "arn:aws:states:eu-central-1:1:execution:other:*"}"""),
                    statement("everything but", """
                            {"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "arn:aws:s3:::bucket"}"""),
                    statement("anybody", """
                            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/key"}"""))).toList();

    private WildcardFaults() {}

    /** In a policy that belongs to no function, whose permissions are compared with its code. */
    private static Fault statement(String name, String statement) {
        return new Fault(name, PolicyRules.WILDCARDS, "Ordering/Planted", templates -> {
            var json = new ObjectMapper();
            var policy = json.createObjectNode().put("Type", "AWS::IAM::Policy");
            try {
                policy.putObject("Properties").putObject("PolicyDocument").putArray("Statement").add(json.readTree(statement));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(statement, e);
            }
            templates.add(new Templates.Resource("Ordering", "Planted", policy));
        });
    }
}
