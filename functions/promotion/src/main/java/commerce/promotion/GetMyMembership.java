package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /members/me} (scope shop): the caller's own score, level and what they are made of.
 *
 * <p>Out: 200 with {@link MemberView}; whom the shop never met has the first level. Writes nothing; one consistent read of what events
 * have told so far.
 */
@Singleton
@Named("get-my-membership")
public class GetMyMembership extends HttpOperation {

    private final MembersTable members;

    public GetMyMembership(MembersTable members) {
        this.members = members;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(MemberView.of(members.find(request.tenant(), request.subject()), MembersTable.program()));
    }
}
