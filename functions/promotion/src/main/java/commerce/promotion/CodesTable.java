package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Transactions;
import commerce.kernel.Transactions.Outcome;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.campaign.Campaign;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keys and expressions of the table {@code Promotion} for a campaign's codes. Each is a coupon's item, listed by the index {@link
 * PromotionTable#BY_SHOP} under its campaign. How far their making is, is on the campaign's item: {@code codeRun}, {@code codesWanted},
 * {@code codesRequestedAt}, {@code codesFinishedAt}, beside {@code issued}.
 */
@Singleton
public class CodesTable {

    /** With the campaign itself as many as one transaction takes. */
    static final int MOST_AT_ONCE = 99;

    private static final int MOST_OF_A_READ = 100;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final BatchReads batches;

    public CodesTable(DynamoDbClient dynamoDb, Transactions transactions, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.batches = batches;
    }

    /**
     * Asks for a campaign's codes, or asks again.
     *
     * @param campaign as it was read, with the run it is to have instead of the one before
     * @return false if its definition or its run has changed since, or all codes are there
     */
    boolean requestIfUnchanged(String tenant, Campaign campaign, Event event, Instant now) {
        var run = campaign.codeRun().orElseThrow();
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<>(Map.of(":run", Items.n(run.number()), ":wanted", Items.n(run.wanted()), ":at", Items.instant(run.requestedAt()), ":version", Items.n(campaign.version())));
        if (run.number() > 1) {
            values.put(":before", Items.n(run.number() - 1));
        }
        return transactions.write(List.of(Writes.update(Update.builder().key(CouponItems.campaignKey(tenant, campaign.id()))
                .updateExpression("SET codeRun = :run, codesWanted = :wanted, codesRequestedAt = :at, " + outbox.set() + " REMOVE codesFinishedAt ADD " + outbox.add())
                .conditionExpression("version = :version AND issued < :wanted AND " + (run.number() > 1 ? "codeRun = :before" : "attribute_not_exists(codeRun)"))
                .expressionAttributeNames(outbox.names(Map.of()))
                .expressionAttributeValues(outbox.values(values))))) instanceof Outcome.Committed;
    }

    /**
     * Writes new codes and counts them, all or none: whoever makes them twice, or dies in between, leaves exactly as many as are counted.
     *
     * @param campaign as it was read; its definition and its count guard the write
     * @param codes none of which exists, at most {@value #MOST_AT_ONCE}
     * @param event of this write, if it tells one
     * @return false if somebody else was faster, or a code was drawn that exists
     */
    boolean addIfUnchanged(String tenant, Campaign campaign, List<Coupon> codes, Optional<Event> event, Instant now) {
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(count(tenant, campaign, codes.size(), event.map(told -> Outbox.onUpdate(now, told)), now));
        codes.forEach(code -> actions.add(Writes.putIfAbsent(CouponItems.issued(tenant, code, Optional.empty()))));
        return transactions.write(actions) instanceof Outcome.Committed;
    }

    private static TransactWriteItem count(String tenant, Campaign campaign, int more, Optional<Outbox.Update> outbox, Instant now) {
        var set = new ArrayList<>(List.of("issued = :after"));
        var values = new HashMap<>(Map.of(":before", Items.n(campaign.issued()), ":after", Items.n(campaign.issued() + more), ":version", Items.n(campaign.version())));
        if (campaign.toMake() <= more) {
            set.add("codesFinishedAt = :now");
            values.put(":now", Items.instant(now));
        }
        outbox.ifPresent(told -> set.add(told.set()));
        var update = Update.builder().key(CouponItems.campaignKey(tenant, campaign.id()))
                .updateExpression("SET " + String.join(", ", set) + outbox.map(told -> " ADD " + told.add()).orElse(""))
                .conditionExpression("version = :version AND issued = :before")
                .expressionAttributeValues(outbox.map(told -> told.values(values)).orElse(values));
        outbox.ifPresent(told -> update.expressionAttributeNames(told.names(Map.of())));
        return Writes.update(update);
    }

    /** One page of a campaign's codes; the index may miss what was made less than a second ago. @param after the code the page before ended with */
    Page<Coupon> list(String tenant, String campaign, int limit, Optional<String> after) {
        // One more than asked for tells whether there is a next page.
        var codes = codes(tenant, campaign, limit + 1, after);
        var shown = codes.stream().limit(limit).toList();
        return Page.of(read(tenant, shown), codes.size() > shown.size() ? Optional.of(shown.getLast()) : Optional.empty());
    }

    /** All codes of a campaign, by code. */
    List<Coupon> all(String tenant, String campaign) {
        var all = new ArrayList<Coupon>();
        var page = codes(tenant, campaign, MOST_OF_A_READ, Optional.empty());
        while (!page.isEmpty()) {
            all.addAll(read(tenant, page));
            page = codes(tenant, campaign, MOST_OF_A_READ, Optional.of(page.getLast()));
        }
        return all;
    }

    private List<String> codes(String tenant, String campaign, int most, Optional<String> after) {
        var values = new HashMap<String, AttributeValue>(Map.of(":campaign", Items.s(CouponItems.campaignPartition(tenant, campaign))));
        after.ifPresent(code -> values.put(":after", Items.s(code)));
        return dynamoDb.query(request -> request.tableName(Writes.table()).indexName(PromotionTable.BY_SHOP).limit(most)
                .keyConditionExpression("couponShop = :campaign" + (after.isPresent() ? " AND couponCode > :after" : ""))
                .expressionAttributeValues(values)).items().stream().map(item -> Items.text(item, "couponCode")).toList();
    }

    /** As they are now, by code. @param codes at most 100 */
    private List<Coupon> read(String tenant, List<String> codes) {
        return codes.isEmpty() ? List.of() : batches.read(Writes.table(), codes.stream().map(code -> CouponItems.couponKey(tenant, code)).toList()).stream()
                .map(item -> CouponItems.coupon(Items.text(item, "couponCode"), item)).sorted(Comparator.comparing(Coupon::code)).toList();
    }

    /** Writes what a code promises from now on, if nobody has since it was read. @param code with the version after that */
    boolean replaceIfVersion(String tenant, Coupon code, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        return transactions.write(List.of(Writes.update(Update.builder().key(CouponItems.couponKey(tenant, code.code()))
                .updateExpression("SET #definition = :definition, version = :version, " + outbox.set() + " ADD " + outbox.add())
                .conditionExpression("version = :before")
                .expressionAttributeNames(outbox.names(Map.of("#definition", "definition")))
                .expressionAttributeValues(outbox.values(Map.of(":definition", Items.json(code.definition()), ":version", Items.n(code.version()), ":before", Items.n(code.version() - 1))))))) instanceof Outcome.Committed;
    }
}
