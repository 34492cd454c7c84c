package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What single alarms are about. That whatever goes wrong wakes somebody is in {@link AlarmRules}. */
class AlarmsTest {

    private final Templates templates = Templates.of("prod");

    @Test
    void onlyFunctionsThatRefuseByThrowingAreWatchedByTheirLogLines() {
        assertEquals(Set.of("DescribeOrderUnexpectedErrors", "RedeemCouponUnexpectedErrors", "ReserveStockUnexpectedErrors"), templates.ofType("AWS::Logs::MetricFilter")
                .map(filter -> filter.property("MetricTransformations/0/MetricName").asText()).collect(Collectors.toSet()));
    }

    @Test
    void moneyThatNobodyWouldMissIsWatched() {
        assertEquals("SELECT SUM(NotificationsQuarantined) FROM SCHEMA(CommerceFunctions, provider)", templates.one("AWS::CloudWatch::Alarm", "NotificationsQuarantined").property("Metrics/0/Expression").asText());
        assertEquals("SELECT SUM(NotificationsRejected) FROM SCHEMA(CommerceFunctions, provider)", templates.one("AWS::CloudWatch::Alarm", "NotificationsRejected").property("Metrics/0/Expression").asText());
        assertEquals("[{\"Name\":\"status\",\"Value\":\"FAILED\"}]", templates.one("AWS::CloudWatch::Alarm", "RefundsFailed").property("Dimensions").toString());
    }

    @Test
    void repairsThatAreExhaustedAreWatchedForEveryReasonThatIsCounted() {
        var alarm = templates.one("AWS::CloudWatch::Alarm", "OrderRepairExhausted");
        var texts = FunctionCalls.compiled().of(templates.function("RepairOrder")).texts();
        var reasons = alarm.property("Metrics").findValues("Dimensions").stream().map(dimensions -> dimensions.path(0).path("Value").asText()).toList();

        assertEquals(2, reasons.size());
        assertTrue(texts.containsAll(reasons), () -> "RepairOrder does not count " + reasons);
    }

    @Test
    void cloudWatchMayPublishToTheEncryptedTopic() {
        var statements = Policies.allowed(templates).stream().filter(statement -> statement.statement().at("/Principal/Service").asText().equals("cloudwatch.amazonaws.com")).toList();

        assertEquals(Set.of(Set.of("sns:Publish"), Set.of("kms:Decrypt", "kms:GenerateDataKey")), statements.stream().map(Policies.Allowed::actions).collect(Collectors.toSet()));
    }
}
