package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every key of an item, its own and its indexes', begins with one tenant, and whatever it says of a tenant is that tenant. */
final class TenantsApart implements Promise {

    private static final String INSTALLATION = "_platform";

    private final Set<String> tenants = new TreeSet<>();
    private final Set<String> indexPartitionKeys = new TreeSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private long items;

    @Override
    public String title() {
        return "a tenant never sees another's data";
    }

    @Override
    public void see(TableShape table) {
        indexPartitionKeys.addAll(table.indexPartitionKeys());
    }

    @Override
    public void see(Item item) {
        items++;
        var owner = item.tenant();
        if (owner.isEmpty()) {
            findings.add(new Finding(item.toString(), "its partition key begins with no tenant"));
            return;
        }
        if (owner.equals(INSTALLATION)) {
            return;
        }
        tenants.add(owner);
        item.find("tenant").filter(told -> !told.equals(owner)).ifPresent(told -> findings.add(new Finding(item.toString(), "it says that it is " + told + "'s")));
        item.attributes().forEach((name, value) -> {
            if (indexPartitionKeys.contains(name) && !value.s().equals(owner) && !value.s().startsWith(owner + "#") && !value.s().startsWith(INSTALLATION + "#")) {
                findings.add(new Finding(item.toString(), "its index key " + name + " puts it among others': " + value.s()));
            }
            if (name.startsWith("outbox#") && !item.json(name).path("tenant").asText().equals(owner)) {
                findings.add(new Finding(item.toString(), "its event " + name + " is told in the name of " + item.json(name).path("tenant")));
            }
        });
    }

    @Override
    public List<Finding> judge(Instant now) {
        return List.copyOf(findings);
    }

    @Override
    public String seen() {
        return items + " items of " + tenants.size() + " tenants and the installation";
    }
}
