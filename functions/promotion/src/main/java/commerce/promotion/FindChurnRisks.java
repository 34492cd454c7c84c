package commerce.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.member.ChurnRule;
import commerce.promotion.domain.member.Member;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every morning: finds the customers of shops with a campaign for it who spent enough once and stay away, and tells of each, once for an absence.
 *
 * <p>Trigger: a schedule, 02:00 UTC, which is 10:00 in Shanghai. In: nothing of interest. Out: {@link Found}, with {@code member.churn_risk.v1} for each,
 * in one conditional write; {@link RewardMember} gives them a coupon. It reads pages of those who last came on the days before the rule's, so nobody
 * is looked at who came since, and a run that was lost is made up for by the next. Errors: it goes through all shops, then throws if something went
 * wrong with one, so that it is run again; who was told of is not told of twice.
 *
 * <p>Optional setting {@code CHURN_RULE}: a {@link ChurnRule} in JSON.
 */
@Singleton
@Named("find-churn-risks")
public class FindChurnRisks extends TaskOperation<JsonNode, FindChurnRisks.Found> {

    private static final int PAGE = 100;
    private static final Logger LOG = Logger.getLogger(FindChurnRisks.class);

    private final ChurnTable table;
    private final MembersTable members;
    private final Clock clock;

    public FindChurnRisks(ChurnTable table, MembersTable members, Clock clock) {
        super(JsonNode.class);
        this.table = table;
        this.members = members;
        this.clock = clock;
    }

    /** @param customers how many were told of */
    public record Found(int customers) {}

    /** Something went wrong with some shops; the log says which. */
    public static final class Unfinished extends RuntimeException {
        Unfinished(int shops, RuntimeException last) {
            super("the members of " + shops + " shops were not all looked at", last);
        }
    }

    /** The data of {@code member.churn_risk.v1}. */
    private record AtRisk(String customer, LocalDate absentSince, Instant lastActiveAt, Money spent, int memberLevel) {}

    @Override
    protected Found handle(JsonNode input) {
        var found = 0;
        var failed = 0;
        RuntimeException last = null;
        for (var shops = table.shops(PAGE, Optional.empty()); !shops.isEmpty(); shops = table.shops(PAGE, Optional.of(shops.getLast()))) {
            for (var tenant : shops) {
                try {
                    found += look(tenant);
                } catch (RuntimeException failure) {
                    LOG.errorf(failure, "the members of %s were not all looked at", tenant);
                    last = failure;
                    failed++;
                }
            }
        }
        if (failed > 0) {
            throw new Unfinished(failed, last);
        }
        return new Found(found);
    }

    private int look(String tenant) {
        var rule = Settings.find("CHURN_RULE").map(text -> Json.read(text, ChurnRule.class)).orElse(ChurnRule.STANDARD);
        var newest = LocalDate.ofInstant(clock.instant(), MembersTable.program().zone()).minusDays(rule.awayDays());
        var found = 0;
        // The oldest first: tomorrow it is too late for them.
        for (var day = newest.minusDays(rule.lookBackDays() - 1L); !day.isAfter(newest); day = day.plusDays(1)) {
            for (var page = table.lastCameOn(tenant, day, PAGE, Optional.empty()); !page.isEmpty(); page = table.lastCameOn(tenant, day, PAGE, Optional.of(page.getLast()))) {
                found += tell(tenant, day, page, rule);
            }
        }
        return found;
    }

    private int tell(String tenant, LocalDate day, List<String> customers, ChurnRule rule) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return (int) table.untold(tenant, day, customers).stream().map(this::member)
                .filter(member -> rule.isAtRisk(member, now) && tell(tenant, day, member, now)).count();
    }

    private Member member(Map<String, AttributeValue> item) {
        return members.member(Items.text(item, "customer"), Optional.of(item));
    }

    private boolean tell(String tenant, LocalDate day, Member member, Instant now) {
        var data = new AtRisk(member.customer(), day, member.lastActiveAt().orElseThrow(), member.spent(), member.level().number());
        return table.tellIfStillAway(tenant, member.customer(), day, Event.of("commerce.promotion", "member.churn_risk.v1", tenant, member.customer(), day.toString(), now, data), now);
    }
}
