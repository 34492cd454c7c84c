package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponState;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CodeRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes the unique codes of a campaign, page by page. A page and what it adds to the campaign's count are one transaction, so a run can die
 * anywhere, come twice or meet itself: it goes on at the count. After {@value #PAGES_OF_A_TURN} pages the last one's transaction asks for the next
 * turn, so no turn is long.
 */
@Singleton
public class CodeMaker {

    static final int PAGES_OF_A_TURN = 20;
    /** Lost races in a row: a run that met itself wins every other one. */
    private static final int ATTEMPTS = 20;

    private final CampaignTable campaigns;
    private final CodesTable codes;
    private final RandomGenerator random;
    private final Clock clock;

    public CodeMaker(CampaignTable campaigns, CodesTable codes, RandomGenerator random, Clock clock) {
        this.campaigns = campaigns;
        this.codes = codes;
        this.random = random;
        this.clock = clock;
    }

    /** The data of {@code campaign.codes_requested.v1}. @param issued how many there were by then */
    private record Requested(String id, long wanted, long issued) {}

    /** The data of {@code campaign.codes_issued.v1}. */
    private record Issued(String id, long issued) {}

    /** That codes are wanted: who hears it makes them. */
    static Event requested(String tenant, Campaign campaign, Instant now) {
        var run = campaign.codeRun().orElseThrow();
        return event("campaign.codes_requested.v1", tenant, campaign, campaign.issued(), now, new Requested(campaign.id(), run.wanted(), campaign.issued()));
    }

    private static Event event(String type, String tenant, Campaign campaign, long issued, Instant now, Object data) {
        return Event.of("commerce.promotion", type, tenant, campaign.id(), campaign.codeRun().map(CodeRun::number).orElseThrow() + "/" + issued, now, data);
    }

    /**
     * Makes what is wanted, as far as one turn goes.
     *
     * @return how many it made
     * @throws Busy if others kept changing the campaign
     */
    long turn(String tenant, String id) {
        long made = 0;
        for (int page = 1; page <= PAGES_OF_A_TURN; page++) {
            var more = page(tenant, id, page == PAGES_OF_A_TURN);
            made += more;
            if (more == 0) {
                return made;
            }
        }
        return made;
    }

    private int page(String tenant, String id, boolean last) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var campaign = campaigns.find(tenant, id).orElseThrow();
            var size = (int) Math.min(campaign.toMake(), CodesTable.MOST_AT_ONCE);
            if (size == 0) {
                return 0;
            }
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            if (codes.addIfUnchanged(tenant, campaign, Stream.generate(() -> code(campaign, now)).limit(size).toList(), told(tenant, campaign, size, last, now), now)) {
                return size;
            }
        }
        throw new Busy("others kept changing campaign " + id, null);
    }

    private Coupon code(Campaign campaign, Instant now) {
        return new Coupon(CouponCodes.draw(random), campaign.definition().uniquePromise(), 1, 0, Map.of(),
                Optional.of(new Issue(campaign.id(), Optional.empty(), Optional.of(CouponState.ISSUED), Optional.empty(), now, Optional.empty())));
    }

    private static Optional<Event> told(String tenant, Campaign before, int more, boolean last, Instant now) {
        var after = new Campaign(before.id(), before.definition(), before.purse(), before.issued() + more, before.codeRun());
        if (after.toMake() == 0) {
            return Optional.of(event("campaign.codes_issued.v1", tenant, after, after.issued(), now, new Issued(after.id(), after.issued())));
        }
        return last ? Optional.of(requested(tenant, after, now)) : Optional.empty();
    }
}
