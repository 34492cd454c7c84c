package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.kernel.Settings;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.commission.Channel;
import commerce.settlement.domain.commission.CommissionLine;
import commerce.settlement.domain.commission.SaleLine;
import commerce.settlement.domain.split.Dividing;
import commerce.settlement.domain.split.Division;
import commerce.settlement.domain.split.RuleSet;
import commerce.settlement.domain.split.Sale;
import commerce.settlement.domain.split.Terms;
import commerce.settlement.domain.split.Terms.ShippingTo;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Settles a confirmed order: divides its money among its merchants and their parties, the platform, the channels that brought it and the
 * payment provider, see {@link Dividing}.
 *
 * <p>In: {@code order.confirmed.v1}. Out, in one transaction: the entry {@code <orderId>/settlement}, the division, frozen, and one line per
 * payee for the clearing. An order that was free moves no money and posts nothing. A rule that fails stops nothing: the line says so, and
 * {@value #RULE_FAILED} counts it.
 *
 * <p>Settings: {@code COMMISSION_BASIS_POINTS}, {@code PROVIDER_FEE_BASIS_POINTS}; optional {@code VIP_FROM_LEVEL} (4),
 * {@code SHIPPING_TO} ({@code TENANT} or {@code MERCHANTS}).
 */
@Singleton
@Named("settle-order")
public class SettleOrder extends EventConsumer {

    static final String RULE_FAILED = "CommissionRuleFailed";
    private static final Logger LOG = Logger.getLogger(SettleOrder.class);
    private static final int DEFAULT_VIP_LEVEL = 4;

    private final Ledger ledger;
    private final SettlementBasis basis;

    public SettleOrder(Ledger ledger, SettlementBasis basis) {
        this.ledger = ledger;
        this.basis = basis;
    }

    /** What the event tells, as far as it matters here. */
    record Confirmed(String orderId, List<Line> lines, Money total, String provider, Optional<String> channelId, Optional<Integer> memberLevel) {

        /** Its optional parts are absent on events from before they were told. */
        record Line(String sku, long quantity, Optional<Money> net, Optional<String> category, Optional<String> merchantId) {}

        Confirmed {
            lines = lines == null ? List.of() : lines;
        }

        Sale sale(Event event, Optional<Channel.Chain> chain) {
            return new Sale(event.tenant(), goods(event.tenant()), total, memberLevel.orElse(0), channelId, chain, event.time());
        }

        private List<SaleLine> goods(String tenant) {
            return lines.stream().allMatch(line -> line.net.isPresent())
                    ? lines.stream().map(line -> new SaleLine(line.sku, line.merchantId.orElse(tenant), line.category, line.quantity, line.net.orElseThrow())).toList()
                    : List.of();
        }
    }

    @Override
    protected void consume(Event event) {
        var order = event.data(Confirmed.class);
        if (order.total().isZero()) {
            return;
        }
        ledger.advance(event.tenant(), Cause.ofOrder(order.orderId(), "settlement", order.total(), order.provider()), event.time(),
                () -> basis.read(event.tenant(), order.orderId(), order.total(), order.channelId()),
                known -> known.stored().settlement().settle(divide(order.sale(event, known.chain()), known.rules()), order.provider()));
    }

    private static Division divide(Sale sale, RuleSet rules) {
        var division = Dividing.divide(sale, rules, terms());
        division.lines().stream().map(CommissionLine::failure).flatMap(Optional::stream).forEach(failure -> {
            LOG.warnf("commission rule failed, the platform's own rate was used: %s", failure);
            Outcomes.count(RULE_FAILED, "reason", "EVALUATION");
        });
        return division;
    }

    private static Terms terms() {
        return new Terms(
                Math.toIntExact(Settings.requireLong("COMMISSION_BASIS_POINTS")),
                Math.toIntExact(Settings.requireLong("PROVIDER_FEE_BASIS_POINTS")),
                Settings.find("VIP_FROM_LEVEL").map(Integer::parseInt).orElse(DEFAULT_VIP_LEVEL),
                Settings.find("SHIPPING_TO").map(ShippingTo::valueOf).orElse(ShippingTo.TENANT));
    }
}
