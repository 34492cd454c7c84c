package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Transactions.Outcome;
import commerce.kernel.Transactions;
import commerce.promotion.Takings.Role;
import commerce.promotion.Takings.Taking;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponState;
import commerce.promotion.domain.Redeeming;
import commerce.promotion.domain.Redemption;
import commerce.promotion.domain.Used;
import commerce.promotion.domain.campaign.Campaign;
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
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keys and expressions of the table {@code Promotion} for what orders have redeemed. Beside a coupon, in pk {@code <tenant>#COUPON#<code>}:
 *
 * <ul>
 *   <li>sk {@code CUSTOMER#<customer>}: {@code count} of the customer's redemptions; kept even without a limit, so that a later one counts
 *       them. Of a campaign's codes it is in the campaign's partition.
 *   <li>sk {@code ORDER#<orderId>}: {@code status} REDEEMED or RESTORED, {@code customer}, {@code campaign}, {@code discount} and {@code currency}; after
 *       refunds {@code refunded}, {@code refundIds} and what was {@code clawedBack} of the discount. A tombstone is RESTORED with nothing else.
 * </ul>
 *
 * <p>Offers to new customers are redeemed likewise: pk {@code <tenant>#OFFER#<rule>} has the order's redemption, and pk
 * {@code <tenant>#FIRST_ORDER#<customer>}, sk {@code CLAIM}, the customer's {@code count}.
 *
 * <p>All that changes counters is a transaction, which takes part in the conflict retries of those beside it.
 */
@Singleton
public class RedemptionTable {

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final BatchReads batches;

    public RedemptionTable(DynamoDbClient dynamoDb, Transactions transactions, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.batches = batches;
    }

    /** Those coupons that exist, with their campaigns; one batch read, and one more if one of them is of a campaign. */
    List<Taking> find(String tenant, List<Used> used) {
        var coupons = byKey(used.stream().filter(one -> !one.offer()).map(one -> CouponItems.couponKey(tenant, one.code())).toList());
        var campaigns = byKey(coupons.values().stream().flatMap(item -> Items.findText(item, "campaign").stream()).distinct().map(id -> CouponItems.campaignKey(tenant, id)).toList());
        return used.stream().flatMap(one -> {
            if (one.offer()) {
                return Optional.of(new Taking(one, Optional.empty(), Optional.empty())).stream();
            }
            var coupon = Optional.ofNullable(coupons.get(CouponItems.couponKey(tenant, one.code()))).map(item -> CouponItems.coupon(one.code(), item));
            var campaign = coupon.flatMap(Coupon::issue).map(issue -> CouponItems.campaign(campaigns.get(CouponItems.campaignKey(tenant, issue.campaign()))));
            return coupon.map(found -> new Taking(one, Optional.of(found), campaign)).stream();
        }).toList();
    }

    private Map<Map<String, AttributeValue>, Map<String, AttributeValue>> byKey(List<Map<String, AttributeValue>> keys) {
        return keys.isEmpty() ? Map.of() : batches.read(Writes.table(), keys).stream()
                .collect(Collectors.toMap(item -> Map.of(Items.PK, item.get(Items.PK), Items.SK, item.get(Items.SK)), Function.identity()));
    }

    /** What the order has done with each of them, in their order; the first that is there speaks for all: they are written together. */
    Optional<Redemption> findFirst(String tenant, List<Used> used, String orderId) {
        return findAll(tenant, used, orderId).stream().flatMap(Optional::stream).findFirst();
    }

    /** @return for each in its order */
    List<Optional<Redemption>> findAll(String tenant, List<Used> used, String orderId) {
        var keys = used.stream().map(one -> RedemptionItems.key(tenant, one.offer(), one.code(), orderId)).toList();
        var found = byKey(keys);
        return keys.stream().map(key -> Optional.ofNullable(found.get(key)).map(RedemptionItems::redemption)).toList();
    }

    /**
     * Redeems all of them or none.
     *
     * @param takings as they were read; the versions in them guard that their limits are still the limits
     * @param told the event of each
     */
    Redeeming redeem(String tenant, List<Taking> takings, String orderId, String customer, Function<Used, Event> told, Instant now) {
        var actions = takings.stream().flatMap(taking -> Takings.of(tenant, taking, orderId, customer, told.apply(taking.used()), now).stream()).toList();
        return switch (transactions.write(actions.stream().map(Takings.Action::write).toList())) {
            case Outcome.Committed() -> new Redeeming.Done();
            case Outcome.Refused refused -> refusal(actions.stream().map(Takings.Action::role).toList(), refused);
        };
    }

    /** The order's own items speak first. A limit is only believed if those were surely absent: not while somebody is writing them. */
    static Redeeming refusal(List<Role> roles, Outcome.Refused refused) {
        var own = IntStream.range(0, roles.size()).filter(i -> roles.get(i) instanceof Role.OwnRedemption).boxed().toList();
        var present = own.stream().filter(refused::failed).findFirst();
        if (present.isPresent()) {
            return new Redeeming.Present(RedemptionItems.redemption(refused.item(present.get()).orElseThrow()));
        }
        if (own.stream().anyMatch(i -> isBeingWritten(refused, i))) {
            return new Redeeming.Overtaken();
        }
        var failed = IntStream.range(0, roles.size()).filter(refused::failed).findFirst().orElseThrow();
        return switch (roles.get(failed)) {
            case Role.Counters(var coupon) -> isAsRead(coupon, refused, failed) ? new Redeeming.Exhausted(coupon.code() + ": another redemption took what was left") : new Redeeming.Overtaken();
            case Role.Customer(var code) -> new Redeeming.CustomerLimit(code);
            case Role.OwnRedemption() -> throw new IllegalStateException("a redemption that was looked at above: " + refused.reasons());
        };
    }

    /** Its condition was not looked at, because another transaction holds the item. */
    private static boolean isBeingWritten(Outcome.Refused refused, int action) {
        return !refused.failed(action) && !"None".equals(refused.reasons().get(action).code());
    }

    private static boolean isAsRead(Coupon coupon, Outcome.Refused refused, int action) {
        return refused.item(action).filter(item -> Items.number(item, "version") == coupon.version()).isPresent();
    }

    /**
     * Gives back what an order has redeemed, all of it, if that is still what its items say.
     *
     * @param takings those it redeemed, as they are now
     * @param redemptions of each
     * @param told the event of each
     * @return false if somebody else is restoring it, or has, or a refund came in between
     * @throws IllegalStateException if the counters do not hold what the redemptions say: a bug, and nothing is changed
     */
    boolean restoreIfRedeemed(String tenant, List<Taking> takings, List<Redemption.Redeemed> redemptions, String orderId, Function<Used, Event> told, Instant now) {
        var actions = new ArrayList<TransactWriteItem>();
        for (int i = 0; i < takings.size(); i++) {
            var taking = takings.get(i);
            var redemption = redemptions.get(i);
            // First, so that a refusal finds them.
            actions.add(i, markRestored(tenant, taking.used(), orderId, redemption, told.apply(taking.used()), now));
            actions.addAll(Givings.back(tenant, taking, redemption.customer(), redemption.held(), true, now));
        }
        return isWritten(actions, takings.size(), orderId);
    }

    private boolean isWritten(List<TransactWriteItem> actions, int redemptions, String orderId) {
        return switch (transactions.write(actions)) {
            case Outcome.Committed() -> true;
            case Outcome.Refused refused -> {
                for (int i = 0; i < redemptions; i++) {
                    if (refused.failed(i) || isBeingWritten(refused, i)) {
                        yield false;
                    }
                }
                throw new IllegalStateException("the counters hold less than order " + orderId + " gives back: " + refused.reasons());
            }
        };
    }

    private static TransactWriteItem markRestored(String tenant, Used used, String orderId, Redemption.Redeemed redemption, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        return Writes.update(Update.builder().key(RedemptionItems.key(tenant, used.offer(), used.code(), orderId))
                .updateExpression("SET #status = :restored, restoredAt = :now, " + outbox.set() + " ADD version :one, " + outbox.add())
                .conditionExpression("#status = :redeemed AND " + refundsAre(redemption))
                .expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                .expressionAttributeValues(outbox.values(withRefunds(redemption, Map.of(
                        ":restored", Items.s(RedemptionItems.RESTORED), ":redeemed", Items.s(RedemptionItems.REDEEMED), ":now", Items.instant(now), ":one", Items.n(1))))));
    }

    /** Refunds only grow, so their sum says which of them are known. */
    private static String refundsAre(Redemption.Redeemed redemption) {
        return redemption.refunded().isZero() ? "attribute_not_exists(refunded)" : "refunded = :refundedBefore";
    }

    private static Map<String, AttributeValue> withRefunds(Redemption.Redeemed redemption, Map<String, AttributeValue> values) {
        var all = new HashMap<>(values);
        if (!redemption.refunded().isZero()) {
            all.put(":refundedBefore", Items.n(redemption.refunded().minor()));
        }
        return all;
    }

    /**
     * Refuses every later redemption by an order that has none. It tells no event: nothing that anybody was told of has changed.
     *
     * @return false if a redemption or tombstone is there
     */
    boolean buryIfAbsent(String tenant, List<Used> used, String orderId, Instant now) {
        return transactions.write(used.stream().map(one -> Writes.putIfAbsent(RedemptionItems.tombstone(tenant, one.offer(), one.code(), orderId, now))).toList()) instanceof Outcome.Committed;
    }

    /** The order is confirmed: a code that it locked is used up. Of other coupons nothing changes. */
    void useUpIfLocked(String tenant, String code, String orderId) {
        try {
            dynamoDb.updateItem(request -> request.tableName(Writes.table()).key(CouponItems.couponKey(tenant, code))
                    .updateExpression("SET #state = :redeemed")
                    .conditionExpression("#state = :locked AND orderId = :order")
                    .expressionAttributeNames(Map.of("#state", "state"))
                    .expressionAttributeValues(Map.of(":redeemed", Items.s(CouponState.REDEEMED.name()), ":locked", Items.s(CouponState.LOCKED.name()), ":order", Items.s(orderId))));
        } catch (ConditionalCheckFailedException notACodeOfThisOrder) {
            // A coupon that can be used again, one that was used up before, or one that a refund has given back since.
        }
    }

    /**
     * A refund gives back its part of the discount.
     *
     * @param before as it was read
     * @param after with the refund
     * @param restores whether the redemption counts no more
     * @return false if another refund, or the order's end, came in between
     */
    boolean clawBackIfUnchanged(String tenant, Taking taking, String orderId, Redemption.Redeemed before, Redemption.Redeemed after, boolean restores, Event event, Instant now) {
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(markRefunded(tenant, taking.used(), orderId, before, after, restores, event, now));
        actions.addAll(Givings.back(tenant, taking, before.customer(), after.clawedBack().minus(before.clawedBack()), restores, now));
        return isWritten(actions, 1, orderId);
    }

    private static TransactWriteItem markRefunded(String tenant, Used used, String orderId, Redemption.Redeemed before, Redemption.Redeemed after, boolean restores, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        return Writes.update(Update.builder().key(RedemptionItems.key(tenant, used.offer(), used.code(), orderId))
                .updateExpression("SET #status = :status, refunded = :refunded, clawedBack = :clawedBack, refundIds = :refundIds, " + outbox.set() + " ADD version :one, " + outbox.add())
                .conditionExpression("#status = :redeemed AND " + refundsAre(before))
                .expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                .expressionAttributeValues(outbox.values(withRefunds(before, Map.of(
                        ":status", Items.s(restores ? RedemptionItems.RESTORED : RedemptionItems.REDEEMED), ":redeemed", Items.s(RedemptionItems.REDEEMED),
                        ":refunded", Items.n(after.refunded().minor()), ":clawedBack", Items.n(after.clawedBack().minor()),
                        ":refundIds", AttributeValue.fromSs(after.refundIds().stream().sorted().toList()), ":one", Items.n(1))))));
    }
}
