package commerce.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/** One page for whoever asks how the shop is doing: callers, orders, money, and what waits or fails behind them. */
final class ShopDashboard extends Construct {

    private static final int WIDTH = 8;

    /** @param apiId of the front door @param checkoutArn of the workflow */
    ShopDashboard(Construct scope, PhysicalNames names, String apiId, String checkoutArn) {
        super(scope, "Shop");
        var api = Map.of("ApiId", apiId);
        var checkout = Map.of("StateMachineArn", checkoutArn);
        Dashboard.Builder.create(this, "Dashboard").dashboardName(names.prefix()).widgets(List.of(
                List.of(graph("Callers", aws("ApiGateway", api, "Sum", "Count", "4xx", "5xx")),
                        graph("How long they wait, ms", List.of(Alarms.ofAws("ApiGateway", "Latency", "p50", api), Alarms.ofAws("ApiGateway", "Latency", "p99", api))),
                        graph("Checkouts", aws("States", checkout, "Sum", "ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"))),
                List.of(graph("Captured", own("PaymentsCaptured", "provider")),
                        graph("Refunds", own("RefundsFinished", "status")),
                        graph("Notifications set aside", Stream.of("NotificationsQuarantined", "NotificationsRejected").flatMap(name -> own(name, "provider").stream()).toList())),
                List.of(graph("Functions", aws("Lambda", Map.of(), "Sum", "Errors", "Throttles")),
                        graph("How many run at once", aws("Lambda", Map.of(), "Maximum", "ConcurrentExecutions")),
                        graph("Oldest message, s", List.of(search("{AWS/SQS,QueueName} MetricName=\"ApproximateAgeOfOldestMessage\" \"" + names.prefix() + "\"", "Maximum")))),
                List.of(graph("Clearings", own("ClearingsFinished", "status"))))).build();
    }

    private static IWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).width(WIDTH).left(metrics).build();
    }

    private static List<Metric> aws(String service, Map<String, String> dimensions, String statistic, String... names) {
        return Stream.of(names).map(name -> Alarms.ofAws(service, name, statistic, dimensions)).toList();
    }

    /** What the functions count themselves, one line for each value of the dimension. */
    private static List<IMetric> own(String name, String dimension) {
        return List.of(search("{" + Alarms.NAMESPACE + "," + dimension + "} MetricName=\"" + name + "\"", "Sum"));
    }

    private static IMetric search(String what, String statistic) {
        return MathExpression.Builder.create().expression("SEARCH('" + what + "', '" + statistic + "')").usingMetrics(Map.of()).label("").period(Alarms.PERIOD).build();
    }
}
