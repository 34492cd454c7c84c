package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Transactions.Outcome;
import commerce.kernel.Transactions;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CampaignDefinition;
import commerce.promotion.domain.campaign.Trigger;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keys and expressions of the table {@code Promotion} for campaigns and what they issue:
 *
 * <ul>
 *   <li>pk {@code <tenant>#CAMPAIGN#<id>}, sk {@code CAMPAIGN}: {@code campaign} (JSON), {@code version} of it, {@code issued}, and like a
 *       coupon's {@code redeemed} and {@code spent#<currency>} over all its codes; of the making of its codes see {@link CodesTable}. In the same partition sk {@code CUSTOMER#<customer>} counts
 *       the customer's redemptions, and sk {@code ISSUED_TO#<customer>} keeps when the customer was given coupons ({@code issuedAt}, at
 *       most as many as the limit asks for).
 *   <li>pk {@code <tenant>#CAMPAIGNS}, sk {@code <trigger>#<id>}: the list of campaigns, by what triggers them.
 *   <li>pk {@code <tenant>#ISSUED#<customer>}, sk {@code <trigger>#<cause>}: {@code couponCode} and {@code campaign} of the one coupon issued
 *       for that cause, so that it is issued once.
 * </ul>
 */
@Singleton
public class CampaignTable {

    /** How many campaigns of one trigger are looked at. */
    private static final int MOST_OF_A_TRIGGER = 100;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final BatchReads batches;

    public CampaignTable(DynamoDbClient dynamoDb, Transactions transactions, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.batches = batches;
    }

    private static String directory(String tenant) {
        return tenant + "#CAMPAIGNS";
    }

    private static String entry(Trigger trigger, String id) {
        return trigger + "#" + id;
    }

    private static Map<String, AttributeValue> issueKey(String tenant, String customer, Trigger trigger, String cause) {
        return Items.key(tenant + "#ISSUED#" + customer, trigger + "#" + cause);
    }

    private static Map<String, AttributeValue> issuedToKey(String tenant, String campaign, String customer) {
        return Items.key(CouponItems.campaignPartition(tenant, campaign), "ISSUED_TO#" + customer);
    }

    private Optional<Map<String, AttributeValue>> read(Map<String, AttributeValue> key) {
        var response = dynamoDb.getItem(request -> request.tableName(Writes.table()).consistentRead(true).key(key));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> found.item());
    }

    Optional<Campaign> find(String tenant, String id) {
        return read(CouponItems.campaignKey(tenant, id)).map(CouponItems::campaign);
    }

    /** Those of them that exist; one batch read, or none if there are none to read. */
    Map<String, Campaign> find(String tenant, List<String> ids) {
        return read(tenant, ids).stream().collect(Collectors.toMap(Campaign::id, Function.identity()));
    }

    /** One page by trigger, then by id. @param after where the page before ended */
    Page<Campaign> list(String tenant, int limit, Optional<String> after) {
        var entries = entries(tenant, after.map(last -> last + "!").orElse(" "), "~", limit + 1);
        var shown = entries.stream().limit(limit).toList();
        var campaigns = read(tenant, shown);
        return Page.of(campaigns, entries.size() > shown.size() ? Optional.of(entry(campaigns.getLast().definition().trigger(), shown.getLast())) : Optional.empty());
    }

    /** All of a trigger, as of this moment, by id; few. */
    List<Campaign> of(String tenant, Trigger trigger) {
        return read(tenant, entries(tenant, trigger + "#", trigger + "#~", MOST_OF_A_TRIGGER));
    }

    private List<String> entries(String tenant, String from, String to, int most) {
        return dynamoDb.query(request -> request.tableName(Writes.table()).consistentRead(true).limit(most)
                .keyConditionExpression("pk = :directory AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(":directory", Items.s(directory(tenant)), ":from", Items.s(from), ":to", Items.s(to)))).items().stream()
                .map(item -> Items.text(item, "id")).toList();
    }

    /** In the order they have in the list. */
    private List<Campaign> read(String tenant, List<String> ids) {
        return batches.read(Writes.table(), ids.stream().map(id -> CouponItems.campaignKey(tenant, id)).toList()).stream().map(CouponItems::campaign)
                .sorted(Comparator.comparing((Campaign campaign) -> campaign.definition().trigger().name()).thenComparing(Campaign::id)).toList();
    }

    /** What a definition that was to be written met. */
    sealed interface Put {

        record Done() implements Put {}

        /** Somebody else wrote, or more is spent than the budget allows. */
        record Overtaken() implements Put {}

        /** The shared code is another's. */
        record CodeTaken() implements Put {}
    }

    /**
     * Writes a definition if the one before it is still there, no more is spent than its budget allows and no more codes were asked for; counters stay. With it goes its
     * entry in the list, and the shared code with what it promises now.
     *
     * @param version of the new definition; 1 for a new campaign
     */
    Put replaceIfVersion(String tenant, String id, CampaignDefinition definition, Optional<Coupon> shared, long version, Event event, Instant now) {
        var actions = new ArrayList<>(List.of(replace(tenant, id, definition, version, event, now), entryOf(tenant, id, definition.trigger())));
        shared.ifPresent(code -> actions.add(version == 1 ? Writes.putIfAbsent(CouponItems.issued(tenant, code, Optional.empty())) : promiseAnew(tenant, code)));
        RewardItems.promise(tenant, definition.trigger()).ifPresent(actions::add);
        return switch (transactions.write(actions)) {
            case Outcome.Committed() -> new Put.Done();
            case Outcome.Refused refused when !refused.failed(0) && shared.isPresent() && refused.failed(2) -> new Put.CodeTaken();
            case Outcome.Refused _ -> new Put.Overtaken();
        };
    }

    private static TransactWriteItem entryOf(String tenant, String id, Trigger trigger) {
        var item = Items.item(directory(tenant), entry(trigger, id), "campaignEntry");
        item.put("id", Items.s(id));
        return Writes.put(item);
    }

    private static TransactWriteItem replace(String tenant, String id, CampaignDefinition definition, long version, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("campaign"), ":id", Items.s(id), ":campaign", Items.json(definition), ":version", Items.n(version), ":none", Items.n(0)));
        var names = new HashMap<>(Map.of("#type", "type"));
        var guard = new StringBuilder(version == 1 ? "attribute_not_exists(pk)" : "version = :before");
        if (version > 1) {
            values.put(":before", Items.n(version - 1));
            definition.terms().budget().ifPresent(budget -> {
                guard.append(" AND (attribute_not_exists(#spent) OR #spent <= :budget)");
                names.put("#spent", CouponItems.spentIn(budget));
                values.put(":budget", Items.n(budget.minor()));
            });
            definition.quantity().ifPresent(quantity -> {
                guard.append(" AND (attribute_not_exists(codesWanted) OR codesWanted <= :quantity)");
                values.put(":quantity", Items.n(quantity));
            });
        }
        return Writes.update(Update.builder().key(CouponItems.campaignKey(tenant, id))
                .updateExpression("SET #type = :type, id = :id, campaign = :campaign, version = :version, redeemed = if_not_exists(redeemed, :none), issued = if_not_exists(issued, :none), "
                        + outbox.set() + " ADD " + outbox.add())
                .conditionExpression(guard.toString())
                .expressionAttributeNames(outbox.names(names))
                .expressionAttributeValues(outbox.values(values)));
    }

    private static TransactWriteItem promiseAnew(String tenant, Coupon code) {
        return Writes.update(Update.builder().key(CouponItems.couponKey(tenant, code.code()))
                .updateExpression("SET #definition = :definition, version = :version")
                .conditionExpression("campaign = :campaign")
                .expressionAttributeNames(Map.of("#definition", "definition"))
                .expressionAttributeValues(Map.of(":definition", Items.json(code.definition()), ":version", Items.n(code.version()), ":campaign", Items.s(code.issue().orElseThrow().campaign()))));
    }

    /** The code that was issued for that cause. */
    Optional<String> findIssued(String tenant, String customer, Trigger trigger, String cause) {
        return read(issueKey(tenant, customer, trigger, cause)).map(item -> Items.text(item, "couponCode"));
    }

    /** When the customer was given coupons of a campaign, and the version that guards it. */
    record IssuedTo(List<Instant> at, long version) {}

    IssuedTo issuedTo(String tenant, String campaign, String customer) {
        return read(issuedToKey(tenant, campaign, customer))
                .map(item -> new IssuedTo(item.get("issuedAt").l().stream().map(at -> Instant.parse(at.s())).toList(), Items.number(item, "version")))
                .orElse(new IssuedTo(List.of(), 0));
    }

    /** What the write of a new personal coupon came to. */
    sealed interface Issuing {

        record Done() implements Issuing {}

        /** It was issued before for that cause. */
        record Present(String code) implements Issuing {}

        /** What was to be rewarded is not there any more. */
        record NotEarned() implements Issuing {}

        /** Something it was decided by is not so any more: read and decide again. */
        record Overtaken() implements Issuing {}
    }

    /**
     * Issues a personal coupon: the code, the campaign's count, the customer's and the mark of its cause, all or none.
     *
     * @param campaign as it was read; its version guards that its rules are still the rules
     * @param before as it was read
     * @param counting those of before that still count
     * @param earned the condition that there is something to reward
     */
    Issuing issue(String tenant, Campaign campaign, Coupon coupon, Trigger trigger, String cause, IssuedTo before, List<Instant> counting, Optional<TransactWriteItem> earned, Event event) {
        var issue = coupon.issue().orElseThrow();
        var customer = issue.customer().orElseThrow();
        var mark = new HashMap<>(issueKey(tenant, customer, trigger, cause));
        mark.putAll(Map.of("type", Items.s("couponIssue"), "version", Items.n(1), "couponCode", Items.s(coupon.code()), "campaign", Items.s(campaign.id())));
        var actions = new ArrayList<>(List.of(
                Writes.putIfAbsent(mark),
                countIssuedIfLeft(tenant, campaign),
                countIssuedTo(tenant, campaign.id(), customer, before, counting, issue.issuedAt()),
                Writes.putIfAbsent(CouponItems.issued(tenant, coupon, Optional.of(event)))));
        earned.ifPresent(actions::add);
        return switch (transactions.write(actions)) {
            case Outcome.Committed() -> new Issuing.Done();
            case Outcome.Refused refused when refused.failed(0) -> new Issuing.Present(Items.text(refused.item(0).orElseThrow(), "couponCode"));
            case Outcome.Refused refused when earned.isPresent() && refused.failed(actions.size() - 1) -> new Issuing.NotEarned();
            case Outcome.Refused _ -> new Issuing.Overtaken();
        };
    }

    /**
     * Takes a personal coupon back: nobody can use it from now on. An order that has it keeps it; if that order gives it back, it is nobody's.
     *
     * @return false if it was taken back before
     */
    boolean withdrawIfInUse(String tenant, String code, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        // With its version every redemption that has read it is overtaken.
        return transactions.write(List.of(Writes.update(Update.builder().key(CouponItems.couponKey(tenant, code))
                .updateExpression("SET withdrawnAt = :now, " + outbox.set() + " ADD version :one, " + outbox.add())
                .conditionExpression("attribute_exists(pk) AND attribute_not_exists(withdrawnAt)")
                .expressionAttributeNames(outbox.names(Map.of()))
                .expressionAttributeValues(outbox.values(Map.of(":now", Items.instant(now), ":one", Items.n(1))))))) instanceof Outcome.Committed;
    }

    private static TransactWriteItem countIssuedIfLeft(String tenant, Campaign campaign) {
        var values = new HashMap<>(Map.of(":version", Items.n(campaign.version()), ":one", Items.n(1)));
        campaign.definition().maxIssued().ifPresent(most -> values.put(":most", Items.n(most)));
        return Writes.update(Update.builder().key(CouponItems.campaignKey(tenant, campaign.id()))
                .updateExpression("ADD issued :one")
                .conditionExpression("version = :version" + (values.containsKey(":most") ? " AND issued < :most" : ""))
                .expressionAttributeValues(values));
    }

    private static TransactWriteItem countIssuedTo(String tenant, String campaign, String customer, IssuedTo before, List<Instant> counting, Instant now) {
        var at = new ArrayList<>(counting);
        at.add(now);
        var values = new HashMap<>(Map.of(":type", Items.s("issuedTo"), ":version", Items.n(before.version() + 1), ":at", AttributeValue.fromL(at.stream().map(Items::instant).toList())));
        if (before.version() > 0) {
            values.put(":before", Items.n(before.version()));
        }
        return Writes.update(Update.builder().key(issuedToKey(tenant, campaign, customer))
                .updateExpression("SET #type = :type, version = :version, issuedAt = :at")
                .conditionExpression(before.version() == 0 ? "attribute_not_exists(pk)" : "version = :before")
                .expressionAttributeNames(Map.of("#type", "type"))
                .expressionAttributeValues(values));
    }
}
