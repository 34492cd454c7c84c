package commerce.ordering;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.ordering.domain.Discount;
import commerce.ordering.domain.Fee;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderLine;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.Payment;
import commerce.ordering.domain.Placement;
import commerce.ordering.domain.Quote;
import commerce.ordering.domain.Refunds;
import commerce.ordering.domain.Repairs;
import commerce.ordering.domain.Repricing;
import commerce.ordering.domain.StatusChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An order as attributes, and back. What is agreed is written once; {@link #progress} is what later writes replace. */
final class OrderItems {

    private OrderItems() {}

    /** All but the keys. */
    static Map<String, AttributeValue> placement(Placement placement) {
        var item = new HashMap<String, AttributeValue>();
        item.put("tenant", Items.s(placement.tenant()));
        item.put("orderId", Items.s(placement.orderId()));
        item.put("customer", Items.s(placement.customer()));
        item.put("placedAt", Items.instant(placement.placedAt()));
        item.put("lines", Items.json(placement.quote().lines()));
        item.put("subtotal", Items.json(placement.quote().subtotal()));
        item.put("discounts", Items.json(placement.quote().discounts()));
        putUnlessEmpty(item, "repricings", placement.quote().repricings());
        putUnlessEmpty(item, "fees", placement.quote().fees());
        placement.quote().rulesVersion().ifPresent(version -> item.put("rulesVersion", Items.n(version)));
        if (placement.quote().watchesStock()) {
            item.put("watchesStock", Items.bool(true));
        }
        if (placement.quote().rewarded()) {
            item.put("rewarded", Items.bool(true));
        }
        placement.quote().memberLevel().ifPresent(level -> item.put("memberLevel", Items.n(level)));
        item.put("total", Items.json(placement.quote().total()));
        item.put("paymentProvider", Items.s(placement.paymentProvider()));
        placement.channelId().ifPresent(channel -> item.put("channelId", Items.s(channel)));
        placement.returnUrl().ifPresent(url -> item.put("returnUrl", Items.s(url)));
        return item;
    }

    private static void putUnlessEmpty(Map<String, AttributeValue> item, String name, List<?> list) {
        if (!list.isEmpty()) {
            item.put(name, Items.json(list));
        }
    }

    private static <T> List<T> findList(Map<String, AttributeValue> item, String name, Class<T> elementType) {
        return item.containsKey(name) ? Items.jsonList(item, name, elementType) : List.of();
    }

    static Map<String, AttributeValue> progress(Order order) {
        var item = new HashMap<String, AttributeValue>();
        item.put("status", Items.s(order.status().name()));
        order.reason().ifPresent(reason -> item.put("reason", Items.s(reason)));
        order.payment().ifPresent(payment -> item.put("payment", Items.json(payment)));
        item.put("refunded", Items.json(order.refunds().total()));
        if (!order.refunds().ids().isEmpty()) {
            item.put("refundIds", AttributeValue.fromSs(order.refunds().ids().stream().sorted().toList()));
        }
        item.put("history", AttributeValue.fromL(order.history().stream().map(OrderItems::historyEntry).toList()));
        if (order.cancellationRequested()) {
            item.put("cancellationRequested", Items.bool(true));
        }
        order.repairs().lastFailure().ifPresent(failure -> {
            item.put("repairs", Items.n(order.repairs().count()));
            item.put("repairedFailure", Items.instant(failure));
        });
        item.put("version", Items.n(order.version()));
        return item;
    }

    static AttributeValue historyEntry(StatusChange change) {
        return AttributeValue.fromM(Map.of("status", Items.s(change.status().name()), "at", Items.instant(change.at())));
    }

    static Order order(Map<String, AttributeValue> item) {
        var quote = new Quote(
                Items.jsonList(item, "lines", OrderLine.class),
                Items.json(item, "subtotal", Money.class),
                findList(item, "repricings", Repricing.class),
                Items.jsonList(item, "discounts", Discount.class),
                findList(item, "fees", Fee.class),
                Items.json(item, "total", Money.class),
                Items.findNumber(item, "rulesVersion"),
                item.containsKey("watchesStock"),
                item.containsKey("rewarded"),
                Items.findNumber(item, "memberLevel").map(Math::toIntExact));
        var placement = new Placement(
                Items.text(item, "tenant"), Items.text(item, "orderId"), Items.text(item, "customer"), Items.instant(item, "placedAt"),
                quote, Items.text(item, "paymentProvider"), Items.findText(item, "channelId"), Items.findText(item, "returnUrl"));
        return new Order(
                placement,
                OrderStatus.valueOf(Items.text(item, "status")),
                Items.findText(item, "reason"),
                item.containsKey("payment") ? Optional.of(Items.json(item, "payment", Payment.class)) : Optional.empty(),
                new Refunds(Items.json(item, "refunded", Money.class), item.containsKey("refundIds") ? Set.copyOf(item.get("refundIds").ss()) : Set.of()),
                history(item),
                item.containsKey("cancellationRequested"),
                new Repairs(Items.findNumber(item, "repairs").orElse(0L), Items.findText(item, "repairedFailure").map(Instant::parse)),
                Items.number(item, "version"));
    }

    private static List<StatusChange> history(Map<String, AttributeValue> item) {
        return item.get("history").l().stream().map(AttributeValue::m)
                .map(entry -> new StatusChange(OrderStatus.valueOf(entry.get("status").s()), Instant.parse(entry.get("at").s())))
                .toList();
    }

    /** From an index, which holds only this much of an order. */
    static OrderSummary summary(Map<String, AttributeValue> item) {
        return new OrderSummary(
                Items.text(item, "orderId"),
                OrderStatus.valueOf(Items.text(item, "status")),
                Items.findText(item, "reason"),
                Items.text(item, "customer"),
                Items.json(item, "total", Money.class),
                Items.json(item, "refunded", Money.class),
                Items.instant(item, "placedAt"));
    }
}
