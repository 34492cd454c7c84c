package commerce.infra;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** The whole system: all stacks, in the order in which they depend on one another. */
final class Commerce {

    private final List<Stack> stacks;

    /** @param scope an app, or a stage of one */
    Commerce(Construct scope, Deployment deployment) {
        var platform = new PlatformStack(scope, deployment);
        var catalog = new CatalogStack(scope, deployment, platform);
        var inventory = new InventoryStack(scope, deployment, platform, catalog);
        var promotion = new PromotionStack(scope, deployment, platform, catalog, inventory);
        var payment = new PaymentStack(scope, deployment, platform, promotion);
        var settlement = new SettlementStack(scope, deployment, platform);
        var ordering = new OrderingStack(scope, deployment, platform, inventory, promotion, payment, settlement);
        var edge = new EdgeStack(scope, deployment, platform, List.of(catalog, inventory, promotion, ordering, payment, settlement));
        stacks = List.of(platform, catalog, inventory, promotion, payment, settlement, ordering, edge);
    }

    List<Stack> stacks() {
        return stacks;
    }
}
