package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/members/{customer}} (scope admin): a customer's score, level and what they are made of.
 *
 * <p>Out: 200 with {@link MemberView}, for any name: a customer the shop never met has the first level. Writes nothing; one consistent read.
 */
@Singleton
@Named("get-member")
public class GetMember extends HttpOperation {

    private final MembersTable members;

    public GetMember(MembersTable members) {
        this.members = members;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(MemberView.of(members.find(request.tenant(), request.path("customer", Names.SUBJECT)), MembersTable.program()));
    }
}
