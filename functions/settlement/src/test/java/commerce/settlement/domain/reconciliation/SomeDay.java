package commerce.settlement.domain.reconciliation;

import commerce.kernel.Money;
import commerce.settlement.domain.reconciliation.Difference.What;
import commerce.settlement.domain.reconciliation.MovementKey.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A day of payments and refunds on which both sides agree, and ways to make them differ. The same seed makes the same day. */
public final class SomeDay implements Reconciler.Sides {

    public static final LocalDate DATE = LocalDate.parse("2026-11-20");
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    public final List<OurMovement> ours = new ArrayList<>();
    public final List<BillLine> theirs = new ArrayList<>();
    /** What was planted, by the payment it was planted at. */
    public final Map<String, What> planted = new TreeMap<>();
    private final Random random;
    private final List<OurMovement> untouched;

    public SomeDay(long seed, int payments) {
        random = new Random(seed);
        var begin = DATE.atStartOfDay(ZONE).toInstant();
        for (int i = 0; i < payments; i++) {
            // Not near midnight: what moves there may rightly be on another bill.
            var at = begin.plusSeconds(7_200 + random.nextInt(86_400 - 14_400));
            var paymentId = "shop_%026d_1".formatted(i);
            var amount = 100 + random.nextInt(1_000_000);
            both(new OurMovement(i + "/capture", Kind.PAYMENT, paymentId, Optional.empty(), cny(amount), at));
            if (random.nextInt(10) == 0) {
                both(new OurMovement(i + "/refund/r", Kind.REFUND, paymentId, Optional.of("r"), cny(-1 - random.nextInt(amount)), at.plusSeconds(60)));
            }
        }
        untouched = new ArrayList<>(ours);
    }

    private void both(OurMovement movement) {
        ours.add(movement);
        theirs.add(lineOf(movement));
    }

    private BillLine lineOf(OurMovement movement) {
        return new BillLine(theirs.size() + 1, movement.kind(), "txn" + theirs.size(), Optional.of(movement.paymentId()), movement.refundId(), movement.amount(), cny(movement.amount().minor() / 100),
                BillLine.Status.DONE, movement.movedAt(), movement.movedAt().atZone(ZONE).toLocalDate(), "raw " + movement.entryId());
    }

    public static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    static BillDay day() {
        return new BillDay("wechatpay", DATE, ZONE, true, true);
    }

    /** Plants one at a movement nothing was planted at yet. @return the payment */
    public String plant(What what) {
        var victim = untouched.remove(random.nextInt(untouched.size()));
        // A payment and its refund are two movements; one difference for each payment is easier to expect.
        untouched.removeIf(other -> other.paymentId().equals(victim.paymentId()));
        var line = theirs.stream().filter(each -> each.raw().equals("raw " + victim.entryId())).findFirst().orElseThrow();
        switch (what) {
            case MISSING_OURS -> ours.remove(victim);
            case MISSING_THEIRS -> theirs.remove(line);
            case AMOUNT -> theirs.set(theirs.indexOf(line), changed(line, line.amount().plus(cny(1 + random.nextInt(50))), line.status(), line.settleDate()));
            case STATUS -> theirs.set(theirs.indexOf(line), changed(line, line.amount(), random.nextBoolean() ? BillLine.Status.FAILED : BillLine.Status.PENDING, line.settleDate()));
            case DUPLICATE -> {
                if (random.nextBoolean()) {
                    theirs.add(line);
                } else {
                    ours.add(new OurMovement(victim.entryId() + "/again", victim.kind(), victim.paymentId(), victim.refundId(), victim.amount(), victim.movedAt()));
                }
            }
            case DAY_BOUNDARY -> theirs.set(theirs.indexOf(line), changed(line, line.amount(), line.status(), DATE.plusDays(random.nextBoolean() ? 1 : -1)));
        }
        planted.put(victim.paymentId(), what);
        return victim.paymentId();
    }

    static BillLine changed(BillLine line, Money amount, BillLine.Status status, LocalDate settleDate) {
        return new BillLine(line.number(), line.kind(), line.providerId(), line.paymentId(), line.refundId(), amount, line.fee(), status, line.occurredAt(), settleDate, line.raw());
    }

    /** An agreed movement of that moment. */
    OurMovement add(Instant at) {
        var movement = new OurMovement("extra/capture" + ours.size(), Kind.PAYMENT, "shop_extra" + ours.size() + "_1", Optional.empty(), cny(8800), at);
        both(movement);
        return movement;
    }

    static Instant midnight() {
        return DATE.plusDays(1).atStartOfDay(ZONE).toInstant().minus(Duration.ofSeconds(1));
    }

    @Override
    public void ours(Consumer<OurMovement> each) {
        ours.forEach(each);
    }

    @Override
    public void theirs(Consumer<BillLine> each) {
        theirs.forEach(each);
    }

    List<Difference> differences(int perPass) {
        var found = new ArrayList<Difference>();
        Reconciler.compare(day(), this, perPass, found::add);
        return found;
    }

    Map<String, What> found() {
        var found = new TreeMap<String, What>();
        differences(20_000).forEach(difference -> found.put(difference.key().paymentId(), difference.what()));
        return found;
    }

    /** How many of each. */
    static Map<What, Integer> counted(Map<String, What> differences) {
        var counts = new EnumMap<What, Integer>(What.class);
        differences.values().forEach(what -> counts.merge(what, 1, Integer::sum));
        return counts;
    }
}
