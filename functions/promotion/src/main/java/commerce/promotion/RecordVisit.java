package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * {@code PUT /members/me} (scope shop): the storefront says that the customer is here, after registering or signing in. It begins the
 * membership of whom the shop never met, and counts as an active day.
 *
 * <p>In: nothing, or {@code {}}. No {@code Idempotency-Key}: repeating it only moves {@code lastActiveAt}. Out: 201 the first time, else 200, with
 * {@link MemberView}. Problems: 400 on a body with anything in it, 503 try-again. One write between two reads.
 */
@Singleton
@Named("record-visit")
public class RecordVisit extends HttpOperation {

    private final MembersTable members;
    private final Clock clock;

    public RecordVisit(MembersTable members, Clock clock) {
        this.members = members;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        request.noBody();
        var tenant = request.tenant();
        var customer = request.subject();
        var isNew = members.find(tenant, customer).firstSeenAt().isEmpty();
        members.seen(tenant, customer, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return HttpResponse.json(isNew ? 201 : 200, MemberView.of(members.find(tenant, customer), MembersTable.program()));
    }
}
