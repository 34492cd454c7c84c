package commerce.settlement;

import commerce.kernel.BatchReads;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.settlement.SettlementTable.StoredSettlement;
import commerce.settlement.domain.commission.Channel;
import commerce.settlement.domain.split.RuleSet;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads all that settling an order needs, as of this moment, in one batch read. One more where the shop's rules have changed since this
 * function last settled for it, and one for each level of channels above the second.
 */
@Singleton
public class SettlementBasis {

    private final BatchReads batches;
    private final Rules rules;
    private final ChannelTable channels;

    public SettlementBasis(BatchReads batches, Rules rules, ChannelTable channels) {
        this.batches = batches;
        this.rules = rules;
        this.channels = channels;
    }

    /** @param chain the channel that brought the order and those above it, if the shop knows it */
    record Basis(StoredSettlement stored, RuleSet rules, Optional<Channel.Chain> chain) implements Ledger.Known {}

    Basis read(String tenant, String orderId, Money anyAmount, Optional<String> channelId) {
        var settlement = SettlementTable.key(tenant, orderId);
        var head = RulesTable.headKey(tenant);
        var channel = channelId.map(id -> ChannelTable.key(tenant, id));
        var keys = new ArrayList<>(List.of(settlement, head));
        channel.ifPresent(keys::add);
        var items = batches.read(Settings.require("TABLE_NAME"), keys);
        return new Basis(
                find(items, settlement).map(StoredSettlement::of).orElseGet(() -> StoredSettlement.nothingYet(anyAmount)),
                rules.of(tenant, find(items, head).map(RulesTable::digest)),
                channel.flatMap(key -> find(items, key)).map(ChannelTable::channel).map(found -> channels.chain(tenant, found)));
    }

    private static Optional<Map<String, AttributeValue>> find(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> key) {
        return items.stream().filter(item -> key.entrySet().stream().allMatch(part -> part.getValue().equals(item.get(part.getKey())))).findFirst();
    }
}
