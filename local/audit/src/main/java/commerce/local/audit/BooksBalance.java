package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every journal entry sums to zero; each balance is the sum of the entries sealed so far, and all balances of a shop and currency sum to
 * zero; the funds of an account that must not be overdrawn are not, and are what was posted to it.
 */
final class BooksBalance implements Promise {

    private record Funds(long available, long pendingOut) {}

    private final Map<String, Long> posted = new TreeMap<>();
    private final Map<String, Long> sealed = new TreeMap<>();
    private final Map<String, Long> balances = new TreeMap<>();
    private final Map<String, Funds> funds = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long entries;

    @Override
    public String title() {
        return "the books balance to zero";
    }

    @Override
    public void see(Item item) {
        if (!item.context().equals("settlement")) {
            return;
        }
        switch (item.type()) {
            case "entry" -> seeEntry(item);
            case "balance" -> balances.put(account(item), item.number("balance"));
            case "funds" -> funds.put(account(item), new Funds(item.number("available"), item.number("pendingOut")));
            default -> { }
        }
    }

    /** Balances and funds are kept by {@code currency#account}. */
    private static String account(Item item) {
        return item.tenant() + " " + item.sk().replace('#', ' ');
    }

    private void seeEntry(Item item) {
        entries++;
        var sums = new TreeMap<String, Long>();
        for (var posting : item.json("postings")) {
            var currency = posting.path("amount").path("currency").asText();
            var account = item.tenant() + " " + currency + " " + posting.path("account").asText();
            var minor = posting.path("amount").path("amount").asLong();
            sums.merge(currency, minor, Math::addExact);
            posted.merge(account, minor, Math::addExact);
            if (item.has("sealedIn")) {
                sealed.merge(account, minor, Math::addExact);
            }
        }
        sums.forEach((currency, sum) -> {
            if (sum != 0) {
                findings.add(new Finding(item.toString(), "its postings are off by " + sum + " " + currency));
            }
        });
    }

    @Override
    public List<Finding> judge(Instant now) {
        var all = new ArrayList<>(findings);
        var accounts = new TreeMap<>(sealed);
        balances.forEach(accounts::putIfAbsent);
        var sums = new TreeMap<String, Long>();
        accounts.keySet().forEach(account -> {
            long balance = balances.getOrDefault(account, 0L);
            long sum = sealed.getOrDefault(account, 0L);
            if (balance != sum) {
                all.add(new Finding(account, "its balance is " + balance + ", its sealed postings sum to " + sum));
            }
            sums.merge(account.substring(0, account.indexOf(' ', account.indexOf(' ') + 1)), balance, Math::addExact);
        });
        sums.forEach((shopAndCurrency, sum) -> {
            if (sum != 0) {
                all.add(new Finding(shopAndCurrency, "all balances together are " + sum + ", not 0"));
            }
        });
        funds.forEach((account, held) -> {
            long sum = posted.getOrDefault(account, 0L);
            if (held.available() < 0 || held.pendingOut() < 0) {
                all.add(new Finding(account, "it is overdrawn: " + held));
            }
            if (held.available() + held.pendingOut() != Math.abs(sum)) {
                all.add(new Finding(account, "its funds are " + held + ", its postings sum to " + sum));
            }
        });
        return all;
    }

    @Override
    public String seen() {
        return entries + " entries, " + balances.size() + " balances";
    }
}
