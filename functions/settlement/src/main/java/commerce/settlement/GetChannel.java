package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/channels/{id}} (scope admin): 200 with a {@link commerce.settlement.domain.commission.Channel}; 404 channel-not-found.
 * Writes nothing; one consistent read.
 */
@Singleton
@Named("get-channel")
public class GetChannel extends HttpOperation {

    private final ChannelTable table;

    public GetChannel(ChannelTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var id = request.path("id", Names.CHANNEL_ID);
        return table.find(request.tenant(), id).map(HttpResponse::ok).orElseThrow(() -> Problem.notFound("channel", "the shop has no channel " + id).asException());
    }
}
