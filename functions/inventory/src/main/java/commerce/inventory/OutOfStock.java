package commerce.inventory;

import commerce.inventory.domain.Reserving.Shortage;
import commerce.kernel.NamedFailure;
import java.util.List;
import java.util.stream.Collectors;

/** At least one line of an order cannot be had; nothing is held. The checkout rejects the order. */
public final class OutOfStock extends NamedFailure {

    OutOfStock(List<Shortage> shortages) {
        super(shortages.stream().map(shortage -> shortage.sku() + ": " + shortage.wanted() + " wanted, " + shortage.available() + " available").collect(Collectors.joining("; ")));
    }
}
