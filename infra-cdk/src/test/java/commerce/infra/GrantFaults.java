package commerce.infra;

import static commerce.infra.Fault.remove;
import static commerce.infra.Fault.statement;
import static commerce.infra.Fault.statements;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Functions that may do too little or more than their code does, or are told too little or too much. */
final class GrantFaults {

    private static final String OTHER_TABLE = "arn:aws:dynamodb:eu-central-1:1:table/other";
    private static final String OTHER_FUNCTION = "arn:aws:lambda:eu-central-1:1:function:other";

    static final List<Fault> ALL = List.of(
            new Fault("a missing grant on a table", CodeRules.ACTIONS, "ReserveStock: dynamodb:UpdateItem is missing",
                    templates -> remove((ArrayNode) statement(templates, "ReserveStock", "dynamodb:UpdateItem").path("Action"), action -> action.asText().equals("dynamodb:UpdateItem"))),
            new Fault("a missing grant on the workflow", CodeRules.ACTIONS, "StartCheckout: states:StartExecution is missing",
                    templates -> remove(statements(templates, "StartCheckout"), statement(templates, "StartCheckout", "states:StartExecution")::equals)),
            new Fault("a grant that no code needs", CodeRules.ACTIONS, "GetOrder: dynamodb:DeleteItem is too much",
                    templates -> statement(templates, "GetOrder", "dynamodb:GetItem").putArray("Action").add("dynamodb:GetItem").add("dynamodb:DeleteItem")),
            new Fault("a handler without a function", CodeRules.HANDLERS, "catalog/GetProduct get-product is missing",
                    templates -> ((ObjectNode) templates.function("GetProduct").body().path("Metadata")).put("commerce:operation", "get-products")),
            Fault.inFunction("PlaceOrder", "Environment/Variables", CodeRules.SETTINGS, "a setting that was forgotten", variables -> variables.remove("CHECKOUT_STATE_MACHINE_ARN")),
            Fault.inFunction("GetOrder", "Environment/Variables", CodeRules.SETTINGS, "a setting that no code reads", variables -> variables.put("DEFAULT_CURRENCY", "CNY")),
            new Fault("a missing grant on an index", CodeRules.INDEXES, "ListOrders: names [byCustomer",
                    templates -> statement(templates, "ListOrders", "dynamodb:Query").set("Resource", statement(templates, "GetOrder", "dynamodb:GetItem").path("Resource"))),
            new Fault("a missing grant to ask another function", CodeRules.INVOKES, "PlaceOrder",
                    templates -> statement(templates, "PlaceOrder", "lambda:InvokeFunction").put("Resource", OTHER_FUNCTION)),
            Fault.in("AWS::CloudWatch::Alarm", "RefundsFailed", "", CodeRules.COUNTED, "an alarm on a metric that nobody counts", alarm -> alarm.put("MetricName", "RefundsFailed")),
            new Fault("a role with a policy of AWS's own", PolicyRules.MANAGED, "GetOrderRole", templates -> templates.one("AWS::IAM::Role", "GetOrderRole").properties()
                    .putArray("ManagedPolicyArns").add("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")),
            new Fault("a grant on another context's table", PolicyRules.OWN_TABLE, "GetProduct reaches " + OTHER_TABLE, templates -> statement(templates, "GetProduct", "dynamodb:GetItem").put("Resource", OTHER_TABLE)),
            new Fault("a table without its key", PolicyRules.TABLE_KEY, "GetOrder", templates -> remove(statements(templates, "GetOrder"), statement(templates, "GetOrder", "kms:GenerateDataKey")::equals)),
            new Fault("a secret without its key", PolicyRules.SECRET_KEY, "ClosePayment may not decrypt Payment/SimulatorSecret", templates -> remove(statements(templates, "ClosePayment"),
                    statement -> statement.path("Action").asText().equals("kms:Decrypt"))),
            new Fault("a key that may be used directly", PolicyRules.KEY_THROUGH_SERVICE, "ApplyNotification", templates -> statements(templates, "ApplyNotification").addObject()
                    .put("Effect", "Allow").put("Action", "kms:Decrypt").put("Resource", "arn:aws:kms:eu-central-1:1:key/other")),
            new Fault("a role that Step Functions takes for anybody", PolicyRules.FOR_US, "CheckoutRole",
                    templates -> ((ObjectNode) templates.one("AWS::IAM::Role", "CheckoutRole").property("AssumeRolePolicyDocument/Statement/0")).remove("Condition")));

    private GrantFaults() {}
}
