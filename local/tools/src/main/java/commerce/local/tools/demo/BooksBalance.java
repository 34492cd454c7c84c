package commerce.local.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Money;
import java.util.List;

/** At the end of the day the books balance. */
final class BooksBalance implements Scene {
    @Override
    public String title() {
        return "The books balance";
    }

    @Override
    public void play(Stagehand stage) {
        stage.untilQuiet();
        List<JsonNode> accounts = stage.shop().accounts();
        long sum = 0;
        for (JsonNode account : accounts) {
            Money balance = balanceOf(account);
            sum = Math.addExact(sum, balance.amount());
            stage.say("%-36s %16s".formatted(account.path("account").asText(), balance.signed()));
        }
        stage.claim(!accounts.isEmpty(), accounts.size() + " accounts");
        stage.claimSame(0L, sum, "all balances of this shop add up to zero");
    }

    private static Money balanceOf(JsonNode account) {
        JsonNode balance = account.path("balance");
        return balance.isIntegralNumber() ? new Money(balance.asLong(), account.path("currency").asText()) : Money.of(balance);
    }
}
