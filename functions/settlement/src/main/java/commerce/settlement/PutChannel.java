package commerce.settlement;

import commerce.kernel.Body;
import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.settlement.domain.commission.Channel;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code PUT /admin/channels/{id}} (scope admin): makes a channel or replaces it; every order settled later that names it is settled by it.
 *
 * <p>In: {@code {"parent"?, "rates": [basis points of the channel, of its parent, ...], "cap"?: Money}}. Numbers only: {@code "15%"} is
 * refused. No {@code Idempotency-Key}: repeating a PUT changes nothing. Out: 201 or 200 with {@link Channel}. Problems: 400 invalid-input; 422
 * unknown-channel or channel-cycle naming {@code parent}; 413; 503 try-again.
 *
 * <p>Transaction boundary: the channel with its {@code channel.changed.v1}, on the condition that nothing above it has moved since it was
 * looked at.
 */
@Singleton
@Named("put-channel")
public class PutChannel extends HttpOperation {

    private static final int ATTEMPTS = 10;
    private static final int WHOLE = 10_000;

    private final ChannelTable table;
    private final Clock clock;

    public PutChannel(ChannelTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var wanted = read(request.newKey("id", Names.CHANNEL_ID), request.body());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var current = table.find(tenant, wanted.channelId());
            if (current.isPresent() && wanted.saysTheSameAs(current.get())) {
                return HttpResponse.ok(current.get());
            }
            var next = wanted.withVersion(current.map(Channel::version).orElse(0L) + 1);
            var now = clock.instant();
            var event = Event.of("commerce.settlement", "channel.changed.v1", tenant, next.channelId(), Long.toString(next.version()), now, next);
            if (table.replaceIfUnmoved(tenant, next, above(tenant, next), event, now)) {
                return HttpResponse.json(next.version() == 1 ? 201 : 200, next);
            }
        }
        throw new Busy("other writers of the channels around " + wanted.channelId() + " kept winning", null);
    }

    private static Channel read(String id, Body body) {
        var channel = new Channel(id, 1, body.optionalText("parent", Names.CHANNEL_ID), body.integers("rates", Channel.MAX_LEVELS, 0, WHOLE), body.optionalMoney("cap", 0));
        body.end();
        channel.fault().ifPresent(fault -> {
            throw body.refuse(fault.field(), fault.must());
        });
        return channel;
    }

    /** From its parent to the top. @throws commerce.kernel.ProblemException 422 if it would be above itself, or too deep */
    private List<Channel> above(String tenant, Channel channel) {
        var above = new ArrayList<Channel>();
        for (var id = channel.parent(); id.isPresent(); id = above.getLast().parent()) {
            if (id.get().equals(channel.channelId())) {
                throw Problem.unprocessable("channel-cycle", "A channel cannot be above itself",
                        channel.channelId() + " is " + (above.isEmpty() ? "named as its own parent" : "above " + channel.parent().orElseThrow() + " already"), "parent").asException();
            }
            if (above.size() == Channel.MAX_DEPTH) {
                throw Problem.unprocessable("channel-too-deep", "Too many channels above one another", "at most " + Channel.MAX_DEPTH + " channels can be above one", "parent").asException();
            }
            above.add(known(tenant, id));
        }
        return above;
    }

    private Channel known(String tenant, Optional<String> id) {
        return id.flatMap(one -> table.find(tenant, one))
                .orElseThrow(() -> Problem.unprocessable("unknown-channel", "No such channel", id.orElseThrow() + " is not a channel of this shop; make it first", "parent").asException());
    }
}
