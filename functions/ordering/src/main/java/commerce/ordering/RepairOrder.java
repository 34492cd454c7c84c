package commerce.ordering;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Json;
import commerce.kernel.Outcomes;
import commerce.ordering.domain.Decision;
import commerce.ordering.domain.Repairs;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Queue, "Step Functions Execution Status Change" FAILED, TIMED_OUT or ABORTED of a checkout: lets it run on from where it stopped, so
 * that the order still ends. At most {@value Repairs#MAX} times; then, or if Step Functions cannot redrive it, the metric
 * {@code OrderRepairExhausted} and an error in the log call a human.
 *
 * <p>An aborted checkout is redriven like a failed one: whoever aborted it has skipped the compensation, and only checkout may end an
 * order. An order that has ended needs nothing. One read and one conditional write (the count, keyed by when the execution stopped), then
 * the redrive; the same message again redrives the same failure again, which Step Functions takes as once.
 */
@Singleton
@Named("repair-order")
public class RepairOrder extends EventConsumer {

    private static final Logger LOG = Logger.getLogger(RepairOrder.class);
    private static final Set<String> STOPPED_UNFINISHED = Set.of("FAILED", "TIMED_OUT", "ABORTED");

    private final Orders orders;
    private final CheckoutExecutions checkouts;

    public RepairOrder(Orders orders, CheckoutExecutions checkouts) {
        this.orders = orders;
        this.checkouts = checkouts;
    }

    /** @param stopDate epoch milliseconds */
    record Stop(String status, long stopDate) {}

    /** AWS's own event, no CloudEvent: the execution's input names the order. */
    @Override
    protected Event read(JsonNode envelope) {
        var detail = envelope.path("detail");
        var input = Json.read(detail.path("input").asText(), CheckoutExecutions.Input.class);
        return new Event(envelope.path("id").asText(), envelope.path("source").asText(), envelope.path("detail-type").asText(),
                Instant.parse(envelope.path("time").asText()), input.orderId(), input.tenant(), detail);
    }

    @Override
    protected void consume(Event event) {
        var stop = event.data(Stop.class);
        if (!STOPPED_UNFINISHED.contains(stop.status())) {
            return;
        }
        var failure = Instant.ofEpochMilli(stop.stopDate());
        switch (orders.decide(event.tenant(), event.subject(), (order, _) -> order.repair(failure))) {
            case Decision.Changed(var order, var _) -> {
                LOG.warnf("repair %d of the checkout of %s, which %s", order.repairs().count(), event.subject(), stop.status());
                redrive(event.subject(), failure);
            }
            case Decision.Unchanged(var order) when order.isToBeRedriven(failure) -> redrive(event.subject(), failure);
            case Decision.Unchanged(var _) -> LOG.infof("the checkout of %s, which %s, needs no repair", event.subject(), stop.status());
            case Decision.Refused(var _) -> callHuman(event.subject(), "ATTEMPTS", "it was redriven " + Repairs.MAX + " times");
        }
    }

    private void redrive(String orderId, Instant failure) {
        if (!checkouts.redrive(orderId, failure) && checkouts.describe(orderId).filter(CheckoutExecutions.Execution::isAtWorkOrDone).isEmpty()) {
            callHuman(orderId, "NOT_REDRIVABLE", "Step Functions will not redrive it");
        }
    }

    private static void callHuman(String orderId, String why, String words) {
        LOG.errorf("the checkout of %s is stuck: %s", orderId, words);
        Outcomes.count("OrderRepairExhausted", "reason", why);
    }
}
