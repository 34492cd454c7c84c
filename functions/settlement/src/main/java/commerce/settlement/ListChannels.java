package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /admin/channels?limit&cursor} (scope admin): 200 with a {@link Page} of the shop's channels by id. Problems: 400 on a bad limit
 * or cursor. Writes nothing; one query.
 */
@Singleton
@Named("list-channels")
public class ListChannels extends HttpOperation {

    private final ChannelTable table;

    public ListChannels(ChannelTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var ask = Page.ask(request);
        if (ask.after().filter(id -> !Names.CHANNEL_ID.matcher(id).matches()).isPresent()) {
            throw Page.badCursor();
        }
        // One more than asked for tells whether there is a next page.
        var found = table.list(request.tenant(), ask.limit() + 1, ask.after());
        var shown = found.subList(0, Math.min(ask.limit(), found.size()));
        return HttpResponse.ok(Page.of(shown, found.size() > shown.size() ? Optional.of(shown.getLast().channelId()) : Optional.empty()));
    }
}
