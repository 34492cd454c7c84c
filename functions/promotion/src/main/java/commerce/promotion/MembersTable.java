package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.promotion.domain.member.CountedOrder;
import commerce.promotion.domain.member.LoyaltyProgram;
import commerce.promotion.domain.member.Member;
import commerce.promotion.domain.member.MemberHistory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keys and expressions of the table {@code Promotion} for customers and what was counted of them:
 *
 * <ul>
 *   <li>pk {@code <tenant>#MEMBER#<customer>}, sk {@code MEMBER}: {@code firstSeenAt}, {@code lastActiveAt}, {@code paidOrders},
 *       {@code spent#<currency>} (minor units) and, for each active day, {@code day#<date>} with what orders of that day still bring in. Each
 *       write removes the days of the month before the window, so the item stays small. {@code activeOn} = {@code <tenant>#ACTIVE#<date>} of the last
 *       active day puts it into the index {@code byActivity}, which is {@link ChurnTable}'s, as {@code churnToldOn} and the outbox are.
 *   <li>pk {@code <tenant>#MEMBER_ORDER#<orderId>}, sk {@code ORDER}: {@code customer}, {@code total}, {@code currency} and {@code confirmedAt} once the
 *       order is counted; {@code refunded} and {@code refundIds}, perhaps before that. It is what makes counting happen once.
 * </ul>
 *
 * <p>Counters only grow and shrink, and both moments are guarded, so events in any order and as often as they like lead to the same state.
 * A confirmed order is one transaction; a second one only where something came earlier than it should.
 *
 * <p>Optional setting {@code LOYALTY_PROGRAM}: a {@link LoyaltyProgram} in JSON.
 */
@Singleton
public class MembersTable {

    private static final String MEMBER = "MEMBER";
    private static final String ORDER = "ORDER";
    private static final String DAY = "day#";
    private static final String SPENT = "spent#";
    /** Where the actions of counting stand in their transactions. */
    private static final int THE_ORDER = 0;
    private static final int THE_MEMBER = 1;
    /** Each lost attempt means that another event about the same customer or order was written in between. */
    private static final int ATTEMPTS = 8;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final Clock clock;

    public MembersTable(DynamoDbClient dynamoDb, Transactions transactions, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.clock = clock;
    }

    static LoyaltyProgram program() {
        return Settings.find("LOYALTY_PROGRAM").map(text -> Json.read(text, LoyaltyProgram.class)).orElse(LoyaltyProgram.STANDARD);
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    /** For who reads a member together with other items; {@link #member(String, Optional)} makes sense of what is found. */
    static Map<String, AttributeValue> key(String tenant, String customer) {
        return Items.key(tenant + "#MEMBER#" + customer, MEMBER);
    }

    private static Map<String, AttributeValue> orderKey(String tenant, String orderId) {
        return Items.key(tenant + "#MEMBER_ORDER#" + orderId, ORDER);
    }

    /** The customer as of this moment; one consistent read. Whom the shop never met is a member of the first level with nothing spent. */
    Member find(String tenant, String customer) {
        return member(customer, read(key(tenant, customer)));
    }

    /** @param item of {@link #key}, if it exists */
    Member member(String customer, Optional<Map<String, AttributeValue>> item) {
        return asOfNow(item.map(found -> history(customer, found)).orElseGet(() -> MemberHistory.none(customer)));
    }

    /** The customer as of this moment as if that order had not been made, whether it is counted already or not; one read of both. */
    Member findWithout(String tenant, String customer, String orderId) {
        var found = dynamoDb.transactGetItems(request -> request.transactItems(get(key(tenant, customer)), get(orderKey(tenant, orderId)))).responses();
        var history = Optional.of(found.get(0)).filter(item -> item.hasItem()).map(item -> history(customer, item.item())).orElseGet(() -> MemberHistory.none(customer));
        var order = Optional.of(found.get(1)).filter(item -> item.hasItem() && item.item().containsKey("customer")).map(item -> countedOrder(item.item()));
        return asOfNow(order.map(history::without).orElse(history));
    }

    private static TransactGetItem get(Map<String, AttributeValue> key) {
        return TransactGetItem.builder().get(get -> get.tableName(table()).key(key)).build();
    }

    private Optional<Map<String, AttributeValue>> read(Map<String, AttributeValue> key) {
        var response = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> found.item());
    }

    private Member asOfNow(MemberHistory history) {
        var program = program();
        return history.asOf(LocalDate.ofInstant(clock.instant(), program.zone()), program);
    }

    /**
     * Counts a confirmed order, once.
     *
     * @param total what was paid; zero for a free order, which is an active day but no paid order
     * @param along what else is counted with it, all or none
     * @return whether all that was paid has gone back already
     * @throws Busy if other events about the customer kept coming in between; nothing is counted then
     */
    boolean countOrder(String tenant, String orderId, String customer, Money total, Instant at, List<TransactWriteItem> along) {
        var waiting = Optional.<Map<String, AttributeValue>>empty();
        var member = Optional.<Map<String, AttributeValue>>empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var refunded = waiting.map(item -> Items.number(item, "refunded")).orElse(0L);
            var order = counted(total, new Money(refunded, total.currency()), at);
            var actions = new ArrayList<>(List.of(
                    nameCustomer(tenant, orderId, customer, total, at, waiting),
                    active(tenant, customer, at, order.bringsIn(), order.paidOrders(), member)));
            actions.addAll(along);
            switch (transactions.write(actions)) {
                case Transactions.Outcome.Committed() -> {
                    return order.isRefundedInFull();
                }
                case Transactions.Outcome.Refused refused -> {
                    waiting = refused.failed(THE_ORDER) ? refused.item(THE_ORDER) : waiting;
                    member = refused.failed(THE_MEMBER) ? refused.item(THE_MEMBER) : member;
                }
            }
            var counted = waiting.filter(item -> item.containsKey("customer"));
            if (counted.isPresent()) {
                return countedOrder(counted.get()).isRefundedInFull();
            }
        }
        throw new Busy("the history of the customer of order " + orderId + " kept moving", null);
    }

    private static CountedOrder counted(Money total, Money refunded, Instant at) {
        var program = program();
        return new CountedOrder(total, refunded, Optional.of(LocalDate.ofInstant(at, program.zone())).filter(_ -> total.currency().equals(program.currency())));
    }

    private static CountedOrder countedOrder(Map<String, AttributeValue> item) {
        var total = Money.of(Items.number(item, "total"), Items.text(item, "currency"));
        return counted(total, new Money(Items.findNumber(item, "refunded").orElse(0L), total.currency()), Items.instant(item, "confirmedAt"));
    }

    /** @param waiting the order's item as it was read, if a refund was told before the order */
    private static TransactWriteItem nameCustomer(String tenant, String orderId, String customer, Money total, Instant at, Optional<Map<String, AttributeValue>> waiting) {
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("memberOrder"), ":customer", Items.s(customer), ":total", Items.n(total.minor()),
                ":currency", Items.s(total.currency().getCurrencyCode()), ":at", Items.instant(at), ":one", Items.n(1)));
        waiting.ifPresent(item -> values.put(":version", item.get("version")));
        return update(Update.builder().key(orderKey(tenant, orderId))
                .updateExpression("SET #type = :type, customer = :customer, #total = :total, currency = :currency, confirmedAt = :at ADD version :one")
                .conditionExpression(waiting.isPresent() ? "version = :version" : "attribute_not_exists(pk)")
                .expressionAttributeNames(Map.of("#type", "type", "#total", "total"))
                .expressionAttributeValues(values));
    }

    /**
     * Says when the customer was there and adds to what they spent.
     *
     * @param before the member's item, if something later than that moment is known of them
     */
    private TransactWriteItem active(String tenant, String customer, Instant at, Money amount, int orders, Optional<Map<String, AttributeValue>> before) {
        var program = program();
        var today = LocalDate.ofInstant(clock.instant(), program.zone());
        var day = LocalDate.ofInstant(at, program.zone());
        var moments = moments(at, before);
        var names = new HashMap<>(old(today));
        var forgotten = String.join(", ", names.keySet());
        names.putAll(Map.of("#type", "type", "#spent", spentIn(amount)));
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("member"), ":customer", Items.s(customer), ":at", Items.instant(at),
                ":one", Items.n(1), ":orders", Items.n(orders), ":amount", Items.n(amount.minor())));
        if (moments.areLatest) {
            values.put(":activeOn", Items.s(ChurnTable.activeOn(tenant, day)));
        }
        var counts = isInWindow(day, today);
        if (counts) {
            names.put("#day", DAY + day);
            values.put(":ofDay", Items.n(amount.currency().equals(program.currency()) ? amount.minor() : 0));
        }
        return update(Update.builder().key(key(tenant, customer))
                .updateExpression("SET #type = :type, customer = :customer" + moments.set + (moments.areLatest ? ", activeOn = :activeOn" : "")
                        + " ADD version :one, paidOrders :orders, #spent :amount" + (counts ? ", #day :ofDay" : "") + " REMOVE " + forgotten)
                .conditionExpression(moments.guard)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }

    /** Events may be told weeks later: a day that no longer counts is not written down again. */
    private static boolean isInWindow(LocalDate day, LocalDate today) {
        return day.isAfter(today.minusDays(MemberHistory.WINDOW_DAYS));
    }

    private record Moments(String set, String guard, boolean areLatest) {}

    /** Firsts only become earlier and lasts later: which of them this moment is, is guessed, or known from the item, and always guarded. */
    private static Moments moments(Instant at, Optional<Map<String, AttributeValue>> before) {
        if (before.filter(item -> Items.instant(item, "lastActiveAt").isAfter(at)).isEmpty()) {
            return new Moments(", lastActiveAt = :at, firstSeenAt = if_not_exists(firstSeenAt, :at)", "attribute_not_exists(lastActiveAt) OR lastActiveAt <= :at", true);
        }
        return before.filter(item -> Items.instant(item, "firstSeenAt").isAfter(at)).isPresent()
                ? new Moments(", firstSeenAt = :at", "lastActiveAt > :at AND firstSeenAt > :at", false)
                : new Moments("", "lastActiveAt > :at AND firstSeenAt <= :at", false);
    }

    /** The days of the month before the window, by placeholder: without them the item would grow for ever. */
    private static Map<String, String> old(LocalDate today) {
        return LongStream.range(MemberHistory.WINDOW_DAYS + 1, 2 * MemberHistory.WINDOW_DAYS + 3).boxed()
                .collect(Collectors.toMap(days -> "#old" + days, days -> DAY + today.minusDays(days)));
    }

    /**
     * Takes a refund of kept money off what its order brought in, once; remembers it, if the order is not counted yet.
     *
     * @return the customer, if all that was paid for the order has gone back
     * @throws Busy if other events about the order kept coming in between
     */
    Optional<String> countRefund(String tenant, String orderId, String refundId, Money amount) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var item = read(orderKey(tenant, orderId));
            var order = item.filter(known -> known.containsKey("customer"));
            if (item.filter(known -> known.containsKey("refundIds") && known.get("refundIds").ss().contains(refundId)).isPresent()) {
                return order.filter(known -> countedOrder(known).isRefundedInFull()).map(known -> Items.text(known, "customer"));
            }
            var actions = new ArrayList<>(List.of(addRefund(tenant, orderId, refundId, amount, item)));
            order.ifPresent(known -> actions.add(takeOff(tenant, Items.text(known, "customer"), countedOrder(known), amount)));
            if (transactions.write(actions) instanceof Transactions.Outcome.Committed) {
                return order.filter(known -> countedOrder(known).plusRefund(amount).isRefundedInFull()).map(known -> Items.text(known, "customer"));
            }
        }
        throw new Busy("the refunds of order " + orderId + " kept moving", null);
    }

    /** For a transaction that rewards an order: that not all of it has gone back. @param total of the order */
    TransactWriteItem checkNotRefundedInFull(String tenant, String orderId, Money total) {
        return TransactWriteItem.builder().conditionCheck(check -> check.tableName(table()).key(orderKey(tenant, orderId))
                .conditionExpression("attribute_not_exists(refunded) OR refunded < :total")
                .expressionAttributeValues(Map.of(":total", Items.n(total.minor())))).build();
    }

    private static TransactWriteItem addRefund(String tenant, String orderId, String refundId, Money amount, Optional<Map<String, AttributeValue>> before) {
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("memberOrder"), ":one", Items.n(1), ":amount", Items.n(amount.minor()),
                ":refund", AttributeValue.fromSs(List.of(refundId))));
        before.ifPresent(item -> values.put(":version", item.get("version")));
        return update(Update.builder().key(orderKey(tenant, orderId))
                .updateExpression("SET #type = :type ADD version :one, refunded :amount, refundIds :refund")
                .conditionExpression(before.isPresent() ? "version = :version" : "attribute_not_exists(pk)")
                .expressionAttributeNames(Map.of("#type", "type"))
                .expressionAttributeValues(values));
    }

    private TransactWriteItem takeOff(String tenant, String customer, CountedOrder before, Money amount) {
        var after = before.plusRefund(amount);
        var less = after.bringsIn().minus(before.bringsIn());
        var names = new HashMap<>(Map.of("#spent", spentIn(amount)));
        var values = new HashMap<String, AttributeValue>(Map.of(":one", Items.n(1), ":less", Items.n(less.minor()), ":orders", Items.n(after.paidOrders() - before.paidOrders())));
        var day = before.day().filter(date -> isInWindow(date, LocalDate.ofInstant(clock.instant(), program().zone())));
        day.ifPresent(date -> names.put("#day", DAY + date));
        return update(Update.builder().key(key(tenant, customer))
                .updateExpression("ADD version :one, paidOrders :orders, #spent :less" + (day.isPresent() ? ", #day :less" : ""))
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }

    /**
     * Says that the customer is here: registers whom the shop never met, and makes an active day.
     *
     * @throws Busy if other events about the customer kept coming in between
     */
    void seen(String tenant, String customer, Instant at) {
        var before = Optional.<Map<String, AttributeValue>>empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var outcome = transactions.write(List.of(active(tenant, customer, at, Money.zero(program().currency()), 0, before)));
            if (!(outcome instanceof Transactions.Outcome.Refused refused)) {
                return;
            }
            before = refused.item(0);
        }
        throw new Busy("the history of the customer kept moving", null);
    }

    private static TransactWriteItem update(Update.Builder update) {
        return TransactWriteItem.builder().update(update.tableName(table()).returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD).build()).build();
    }

    private static String spentIn(Money amount) {
        return SPENT + amount.currency().getCurrencyCode();
    }

    private static MemberHistory history(String customer, Map<String, AttributeValue> item) {
        return new MemberHistory(customer,
                Items.findText(item, "firstSeenAt").map(Instant::parse),
                Items.findText(item, "lastActiveAt").map(Instant::parse),
                Items.number(item, "paidOrders"),
                numbers(item, SPENT, Function.identity()),
                numbers(item, DAY, LocalDate::parse));
    }

    private static <K> Map<K, Long> numbers(Map<String, AttributeValue> item, String prefix, Function<String, K> key) {
        return item.keySet().stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toMap(name -> key.apply(name.substring(prefix.length())), name -> Items.number(item, name)));
    }
}
