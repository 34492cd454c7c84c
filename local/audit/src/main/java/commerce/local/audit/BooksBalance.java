package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every journal entry sums to zero, all balances of a shop and currency sum to zero, and each balance is the sum of its postings. */
final class BooksBalance implements Promise {

    private final Map<String, Long> posted = new TreeMap<>();
    private final Map<String, Long> balances = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long entries;

    @Override
    public String title() {
        return "the books balance to zero";
    }

    @Override
    public void see(Item item) {
        if (item.is("settlement", "entry")) {
            seeEntry(item);
        } else if (item.is("settlement", "balance")) {
            balances.put(item.tenant() + " " + item.sk().replace('#', ' '), item.number("balance"));
        }
    }

    private void seeEntry(Item item) {
        entries++;
        var sums = new TreeMap<String, Long>();
        for (var posting : item.json("postings")) {
            var currency = posting.path("amount").path("currency").asText();
            var minor = posting.path("amount").path("amount").asLong();
            sums.merge(currency, minor, Math::addExact);
            posted.merge(item.tenant() + " " + currency + " " + posting.path("account").asText(), minor, Math::addExact);
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
        var accounts = new TreeMap<>(posted);
        balances.forEach(accounts::putIfAbsent);
        var sums = new TreeMap<String, Long>();
        accounts.keySet().forEach(account -> {
            long balance = balances.getOrDefault(account, 0L);
            long sum = posted.getOrDefault(account, 0L);
            if (balance != sum) {
                all.add(new Finding(account, "its balance is " + balance + ", its postings sum to " + sum));
            }
            sums.merge(account.substring(0, account.indexOf(' ', account.indexOf(' ') + 1)), balance, Math::addExact);
        });
        sums.forEach((shopAndCurrency, sum) -> {
            if (sum != 0) {
                all.add(new Finding(shopAndCurrency, "all balances together are " + sum + ", not 0"));
            }
        });
        return all;
    }

    @Override
    public String seen() {
        return entries + " entries, " + balances.size() + " balances";
    }
}
