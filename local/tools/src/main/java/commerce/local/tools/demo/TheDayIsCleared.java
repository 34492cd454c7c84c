package commerce.local.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** An order of two merchants' goods; once the business date is over each gets a settlement, a statement and a payout. */
final class TheDayIsCleared implements Scene {
    private static final ZoneId BUSINESS_ZONE = ZoneId.of("Asia/Shanghai");
    private static final Duration STEP = Duration.ofHours(4);
    private static final String POTTER = "potter";
    private static final String WEAVER = "weaver";
    private static final String BOWL = "bowl";
    private static final String SHAWL = "shawl";

    @Override
    public String title() {
        return "The day is over: each merchant gets one settlement, a statement and its money";
    }

    @Override
    public boolean movesTheClock() {
        return true;
    }

    @Override
    public void play(Stagehand stage) {
        stage.shop().consign(BOWL, "景德镇青花碗 Jingdezhen bowl", POTTER, Money.cny(12_800), 10);
        stage.shop().consign(SHAWL, "苏州真丝披肩 Suzhou silk shawl", WEAVER, Money.cny(36_000), 10);
        LocalDate date = today(stage);
        Buyer buyer = stage.shop().buyer("yun");
        String orderId = buyer.order(Map.of(BOWL, 2, SHAWL, 1), null);
        stage.say("Yun orders two of the potter's bowls and one of the weaver's shawls: order " + orderId);
        Order waiting = stage.untilItAwaitsPayment(buyer, orderId);
        stage.controls().pay(waiting.paymentId(), 1);
        stage.untilItEnds(buyer, orderId, "CONFIRMED");
        stage.untilQuiet();
        long potters = owed(stage, POTTER);
        stage.say("the potter is owed " + Money.cny(potters) + ", the weaver " + Money.cny(owed(stage, WEAVER)));

        letTheDateEnd(stage, date);
        stage.shop().startClearing(date);
        JsonNode clearing = Patience.ALONE.until("the clearing", () -> stage.shop().clearing(date), seen -> !seen.path("status").asText().equals("RUNNING"));
        stage.untilQuiet();
        stage.claimSame("DONE", clearing.path("status").asText(), "the clearing ends " + clearing.path("status").asText());
        stage.claimSame(clearing.path("merchants").asInt(), clearing.path("settled").asInt(), "every merchant is settled");
        statement(stage, date, POTTER, potters);
        stage.claimSame(0L, owed(stage, POTTER) + owed(stage, WEAVER), "nothing is owed any more that is not set aside for payout");

        stage.shop().startClearing(date);
        stage.untilQuiet();
        stage.claimSame(clearing.path("payoutFiles"), stage.shop().clearing(date).path("payoutFiles"), "cleared once more, nobody is paid twice");
    }

    private static LocalDate today(Stagehand stage) {
        return LocalDate.ofInstant(Instant.parse(stage.controls().now()), BUSINESS_ZONE);
    }

    private static void letTheDateEnd(Stagehand stage, LocalDate date) {
        Instant end = date.plusDays(1).atStartOfDay(BUSINESS_ZONE).toInstant();
        Instant now = Instant.parse(stage.controls().now());
        while (now.isBefore(end)) {
            Duration left = Duration.between(now, end).plusSeconds(1);
            now = Instant.parse(stage.controls().advance(Math.min(left.toSeconds(), STEP.toSeconds())));
        }
        stage.say("the business date ends at midnight in Shanghai: it is now " + now);
    }

    /** What the ledger says a merchant has earned and is not cleared yet, in minor units. */
    private static long owed(Stagehand stage, String merchant) {
        return stage.shop().accounts().stream().filter(account -> account.path("account").asText().equals("merchant_payable:" + merchant))
                .mapToLong(account -> -account.path("balance").asLong()).sum();
    }

    private static void statement(Stagehand stage, LocalDate date, String merchant, long owed) {
        List<String> lines = stage.shop().statement(date, merchant);
        List<String> names = List.of(lines.getFirst().split(","));
        stage.say("statement of the " + merchant + "   %12s %12s %12s %12s".formatted("gross", "commission", "fee", "net"));
        BigDecimal net = BigDecimal.ZERO;
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = List.of(line.split(","));
            stage.say("        %-24s %12s %12s %12s %12s".formatted(fields.get(names.indexOf("line_id")).replaceFirst("^[^/]*/", ""), fields.get(names.indexOf("gross")),
                    fields.get(names.indexOf("commission")), fields.get(names.indexOf("fee")), fields.get(names.indexOf("net"))));
            net = net.add(new BigDecimal(fields.get(names.indexOf("net"))));
        }
        stage.claimSame(owed, net.movePointRight(2).longValueExact(), "the statement adds up to what the " + merchant + " was owed");
    }
}
