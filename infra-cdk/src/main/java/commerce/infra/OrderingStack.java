package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.Access.SHOP;
import static commerce.infra.TableAction.DELETE;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.UPDATE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.events.EventPattern;
import software.constructs.Construct;

/** Orders from the request to a terminal state, and the workflow that takes them there. */
final class OrderingStack extends ContextStack {

    OrderingStack(Construct scope, Deployment deployment, PlatformStack platform, InventoryStack inventory, PromotionStack promotion, PaymentStack payment, SettlementStack settlement) {
        super(scope, "Ordering", deployment, platform);
        var inList = new String[] {"orderId", "status", "total", "reason", "placedAt", "customer", "refunded"};
        var orders = table().index("byCustomer", "customerKey", "placedKey", inList).index("byTenant", "tenantKey", "placedKey", inList);
        var workflow = new WorkflowAccess(this, deployment.names(), "Checkout");

        workflow.startedBy(http("PlaceOrder", "POST /orders", SHOP)).on(orders, PUT, UPDATE, DELETE).asks("QUOTE_PRICE_FUNCTION", promotion.quotePrice());
        http("GetOrder", "GET /orders/{orderId}", SHOP).on(orders, GET);
        http("ListOrders", "GET /orders", SHOP).queries(orders, "byCustomer");
        http("RequestCancellation", "POST /orders/{orderId}/cancellation", SHOP).on(orders, GET, UPDATE);
        http("SearchOrders", "GET /admin/orders", ADMIN).queries(orders, "byTenant").queries(orders, "byCustomer");
        workflow.readBy(http("InspectOrder", "GET /admin/orders/{orderId}", ADMIN)).on(orders, GET).asks("READ_LEDGER_ENTRIES_FUNCTION", settlement.readLedgerEntries()).asks("READ_REFUNDS_FUNCTION", payment.readRefunds());

        var describeOrder = refusableTask("DescribeOrder").within(10).on(orders, GET);
        var confirmOrder = task("ConfirmOrder").on(orders, GET, UPDATE);
        var rejectOrder = task("RejectOrder").on(orders, GET, UPDATE);
        var cancelOrder = task("CancelOrder").on(orders, GET, UPDATE);

        workflow.startedBy(consumer("StartCheckout", "ordering", "order.placed.v1"));
        consumer("RecordPayment", "payment", "payment.requested.v1", "payment.failed.v1").on(orders, UPDATE);
        consumer("RecordRefund", "payment", "refund.succeeded.v1").on(orders, GET, UPDATE);
        workflow.redrivenBy(awsConsumer("RepairOrder", executionsThatEndedIn(workflow, "FAILED", "TIMED_OUT", "ABORTED"))).on(orders, GET, UPDATE);
        alarms().on(this, "OrderRepairExhausted", Alarms.ownByReason("OrderRepairExhausted", "ATTEMPTS", "NOT_REDRIVABLE"), "an order's execution failed again after three redrives: see the log of RepairOrder for its id, repair the cause, redrive it by hand");

        publishes("PublishOrderingEvents", "RepublishOrderingEvents");

        new Workflow(this, "Checkout", "it is being repaired, see the log of RepairOrder", List.of(
                describeOrder, inventory.reserveStock(), promotion.redeemCoupon(), payment.requestPayment(), inventory.commitStock(), confirmOrder,
                payment.closePayment(), promotion.restoreCoupon(), inventory.releaseStock(), rejectOrder, cancelOrder));
    }

    private static EventPattern executionsThatEndedIn(WorkflowAccess workflow, String... statuses) {
        return EventPattern.builder()
                .source(List.of("aws.states"))
                .detailType(List.of("Step Functions Execution Status Change"))
                // Sorted: the order of Map.of differs from process to process, and with it the template.
                .detail(new TreeMap<>(Map.of("status", List.of(statuses), "stateMachineArn", List.of(workflow.machineArn()))))
                .build();
    }
}
