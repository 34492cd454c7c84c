package commerce.inventory;

import commerce.inventory.domain.Booked;
import commerce.inventory.domain.Booking;
import commerce.inventory.domain.Booking.Adjustment;
import commerce.inventory.domain.Booking.Receipt;
import commerce.inventory.domain.Reservation;
import commerce.inventory.domain.ReservationStatus;
import commerce.inventory.domain.Reserving;
import commerce.inventory.domain.Reserving.Shortage;
import commerce.inventory.domain.Stock;
import commerce.kernel.BatchReads;
import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Line;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.kernel.Transactions.Outcome.Committed;
import commerce.kernel.Transactions.Outcome.Refused;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Every key and every expression of the Inventory table.
 *
 * <ul>
 *   <li>{@code <tenant>#SKU#<sku>} / {@code STOCK}: received, available, reserved, sold
 *   <li>{@code <tenant>#SKU#<sku>} / {@code RECEIPT#<id>}, {@code ADJUSTMENT#<id>}: quantity, reason, at
 *   <li>{@code <tenant>#ORDER#<orderId>} / {@code RESERVATION}: status, lines, watched if prices look at them
 * </ul>
 */
@Singleton
public class InventoryTable {

    private static final String STOCK = "STOCK";
    private static final String RESERVATION = "RESERVATION";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final BatchReads batches;

    public InventoryTable(DynamoDbClient dynamoDb, Transactions transactions, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.batches = batches;
    }

    /** The counters, or empty if nothing was ever received. */
    public Optional<Stock> findStock(String tenant, String sku) {
        return find(stockKey(tenant, sku)).map(item -> new Stock(
                Items.number(item, "received"), Items.number(item, "available"), Items.number(item, "reserved"), Items.number(item, "sold")));
    }

    /** How much of each there is to be had now, by SKU; without those of which nothing was ever received. One batch read. @param skus distinct, at most 100 */
    Map<String, Long> available(String tenant, List<String> skus) {
        var prefix = skuPartition(tenant, "").length();
        return batches.read(table(), skus.stream().map(sku -> stockKey(tenant, sku)).toList()).stream()
                .collect(Collectors.toMap(item -> Items.text(item, Items.PK).substring(prefix), item -> Items.number(item, "available")));
    }

    public Optional<Reservation> findReservation(String tenant, String orderId) {
        return find(reservationKey(tenant, orderId)).map(InventoryTable::reservation);
    }

    /** Holds all of it or nothing. @throws Busy if others kept changing the same counters */
    Reserving reserve(String tenant, String orderId, List<Line> demand, boolean watched, Event event) {
        var reservation = new HashMap<>(reservationKey(tenant, orderId));
        reservation.putAll(Map.of("type", Items.s("reservation"), "version", Items.n(1), "status", Items.s(ReservationStatus.HELD.name()), "lines", Items.json(demand)));
        if (watched) {
            reservation.put("watched", Items.bool(true));
        }
        Outbox.onPut(reservation, event.time(), event);
        var actions = actions(demand, line -> decrementIfAvailable(tenant, line), putIfAbsent(reservation));
        return switch (transactions.write(actions)) {
            case Committed() -> new Reserving.Reserved();
            case Refused refused -> whyNotReserved(refused, demand);
        };
    }

    private static Reserving whyNotReserved(Refused refused, List<Line> demand) {
        if (refused.failed(demand.size())) {
            return Reserving.again(reservation(refused.item(demand.size()).orElseThrow()), demand);
        }
        return new Reserving.Short(IntStream.range(0, demand.size()).filter(refused::failed)
                .mapToObj(index -> new Shortage(demand.get(index).sku(), demand.get(index).quantity(), refused.item(index).map(item -> Items.number(item, "available")).orElse(0L)))
                .toList());
    }

    /** @return false if the reservation is no longer HELD: read it again and decide anew */
    boolean release(String tenant, String orderId, List<Line> lines, Event event) {
        return move(tenant, orderId, lines, ReservationStatus.HELD, ReservationStatus.RELEASED, event, line -> giveBackReserved(tenant, line));
    }

    /** @return false if the reservation is no longer HELD: read it again and decide anew */
    boolean commit(String tenant, String orderId, List<Line> lines, Event event) {
        return move(tenant, orderId, lines, ReservationStatus.HELD, ReservationStatus.COMMITTED, event, line -> sellReserved(tenant, line));
    }

    /** @return false if the reservation is no longer COMMITTED: read it again and decide anew */
    boolean takeBack(String tenant, String orderId, List<Line> lines, Event event) {
        return move(tenant, orderId, lines, ReservationStatus.COMMITTED, ReservationStatus.RETURNED, event, line -> takeBackSold(tenant, line));
    }

    /**
     * Leaves the tombstone. It changes no stock, hence it tells no event.
     *
     * @return false if there is a reservation after all: read it and decide anew
     */
    boolean blockLateReserve(String tenant, String orderId) {
        var tombstone = new HashMap<>(reservationKey(tenant, orderId));
        tombstone.putAll(Map.of("type", Items.s("reservation"), "version", Items.n(1), "status", Items.s(ReservationStatus.RELEASED.name()), "lines", Items.json(List.of())));
        try {
            dynamoDb.putItem(put -> put.tableName(table()).item(tombstone).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException reservedMeanwhile) {
            return false;
        }
    }

    private boolean move(String tenant, String orderId, List<Line> lines, ReservationStatus from, ReservationStatus to, Event event, Function<Line, TransactWriteItem> counters) {
        return switch (transactions.write(actions(lines, counters, changeStatus(tenant, orderId, from, to, event)))) {
            case Committed() -> true;
            case Refused refused -> {
                if (!refused.failed(lines.size())) {
                    throw new IllegalStateException("the counters of order " + orderId + " do not hold what its " + from + " reservation says: " + lines);
                }
                yield false;
            }
        };
    }

    /**
     * Books a receipt or an adjustment, once per id.
     *
     * @param mayCreate whether the SKU's counters may be created; ask the catalog first
     * @throws Busy if others kept changing the same counters
     */
    Booked book(String tenant, Booking booking, boolean mayCreate, Event event) {
        var record = bookingItem(tenant, booking, event.time());
        Outbox.onPut(record, event.time(), event);
        return switch (transactions.write(List.of(addToAvailable(tenant, booking, mayCreate), putIfAbsent(record)))) {
            case Committed() -> new Booked.Done(event.time());
            case Refused refused -> whyNotBooked(refused, booking);
        };
    }

    private static Booked whyNotBooked(Refused refused, Booking booking) {
        if (refused.failed(1)) {
            var first = refused.item(1).orElseThrow();
            return booking(booking.sku(), first).equals(booking) ? new Booked.Done(Items.instant(first, "at")) : new Booked.IdReused();
        }
        return refused.item(0).<Booked>map(stock -> new Booked.Insufficient(Items.number(stock, "available"))).orElseGet(Booked.NoStockYet::new);
    }

    // ---- counters: every guard by its name

    /** {@code available -> reserved}, if that many are available. */
    private TransactWriteItem decrementIfAvailable(String tenant, Line line) {
        return counters(tenant, line, "available >= :quantity", "available = available - :quantity, reserved = reserved + :quantity");
    }

    /** {@code reserved -> available}, if that many are reserved. */
    private TransactWriteItem giveBackReserved(String tenant, Line line) {
        return counters(tenant, line, "reserved >= :quantity", "reserved = reserved - :quantity, available = available + :quantity");
    }

    /** {@code reserved -> sold}, if that many are reserved. */
    private TransactWriteItem sellReserved(String tenant, Line line) {
        return counters(tenant, line, "reserved >= :quantity", "reserved = reserved - :quantity, sold = sold + :quantity");
    }

    /** {@code sold -> available}, if that many are sold. */
    private TransactWriteItem takeBackSold(String tenant, Line line) {
        return counters(tenant, line, "sold >= :quantity", "sold = sold - :quantity, available = available + :quantity");
    }

    private TransactWriteItem counters(String tenant, Line line, String guard, String change) {
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(stockKey(tenant, line.sku()))
                .updateExpression("SET " + change + " ADD version :one")
                .conditionExpression(guard)
                .expressionAttributeValues(Map.of(":quantity", Items.n(line.quantity()), ":one", Items.n(1)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    /** Adds to received and available, or takes away if that many are available. */
    private TransactWriteItem addToAvailable(String tenant, Booking booking, boolean mayCreate) {
        var values = new HashMap<>(Map.of(":quantity", Items.n(booking.quantity()), ":zero", Items.n(0), ":one", Items.n(1), ":type", Items.s("stock")));
        Optional<String> guard = Optional.empty();
        if (booking.quantity() < 0) {
            values.put(":taken", Items.n(-booking.quantity()));
            guard = Optional.of("available >= :taken");
        } else if (!mayCreate) {
            guard = Optional.of("attribute_exists(pk)");
        }
        var condition = guard.orElse(null);
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(stockKey(tenant, booking.sku()))
                .updateExpression("SET received = if_not_exists(received, :zero) + :quantity, available = if_not_exists(available, :zero) + :quantity,"
                        + " reserved = if_not_exists(reserved, :zero), sold = if_not_exists(sold, :zero), #type = :type ADD version :one")
                .conditionExpression(condition)
                .expressionAttributeNames(Map.of("#type", "type"))
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    // ---- records

    private TransactWriteItem changeStatus(String tenant, String orderId, ReservationStatus from, ReservationStatus to, Event event) {
        var outbox = Outbox.onUpdate(event.time(), event);
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(reservationKey(tenant, orderId))
                .updateExpression("SET #status = :to, " + outbox.set() + " ADD version :one, " + outbox.add())
                .conditionExpression("#status = :from")
                .expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                .expressionAttributeValues(outbox.values(Map.of(":from", Items.s(from.name()), ":to", Items.s(to.name()), ":one", Items.n(1))))).build();
    }

    private TransactWriteItem putIfAbsent(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item)
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    /** One action per line, in order, then the record's. */
    private static List<TransactWriteItem> actions(List<Line> lines, Function<Line, TransactWriteItem> counters, TransactWriteItem record) {
        return Stream.concat(lines.stream().map(counters), Stream.of(record)).toList();
    }

    private static Map<String, AttributeValue> bookingItem(String tenant, Booking booking, Instant at) {
        var item = new HashMap<>(bookingKey(tenant, booking));
        item.putAll(Map.of("version", Items.n(1), "quantity", Items.n(booking.quantity()), "at", Items.instant(at)));
        switch (booking) {
            case Receipt receipt -> item.putAll(Map.of("type", Items.s("receipt"), "id", Items.s(receipt.receiptId())));
            case Adjustment adjustment -> item.putAll(Map.of("type", Items.s("adjustment"), "id", Items.s(adjustment.adjustmentId()), "reason", Items.s(adjustment.reason())));
        }
        return item;
    }

    private static Booking booking(String sku, Map<String, AttributeValue> item) {
        return Items.text(item, "type").equals("receipt")
                ? new Receipt(sku, Items.text(item, "id"), Items.number(item, "quantity"))
                : new Adjustment(sku, Items.text(item, "id"), Items.number(item, "quantity"), Items.text(item, "reason"));
    }

    private static Reservation reservation(Map<String, AttributeValue> item) {
        return new Reservation(ReservationStatus.valueOf(Items.text(item, "status")), Items.jsonList(item, "lines", Line.class), item.containsKey("watched"));
    }

    private Optional<Map<String, AttributeValue>> find(Map<String, AttributeValue> key) {
        return Optional.of(dynamoDb.getItem(get -> get.tableName(table()).key(key).consistentRead(true)).item()).filter(item -> !item.isEmpty());
    }

    private static Map<String, AttributeValue> stockKey(String tenant, String sku) {
        return Items.key(skuPartition(tenant, sku), STOCK);
    }

    private static Map<String, AttributeValue> bookingKey(String tenant, Booking booking) {
        return Items.key(skuPartition(tenant, booking.sku()), switch (booking) {
            case Receipt receipt -> "RECEIPT#" + receipt.receiptId();
            case Adjustment adjustment -> "ADJUSTMENT#" + adjustment.adjustmentId();
        });
    }

    private static String skuPartition(String tenant, String sku) {
        return tenant + "#SKU#" + sku;
    }

    private static Map<String, AttributeValue> reservationKey(String tenant, String orderId) {
        return Items.key(tenant + "#ORDER#" + orderId, RESERVATION);
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }
}
