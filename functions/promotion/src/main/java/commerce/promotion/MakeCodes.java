package commerce.promotion;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Outcomes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Makes unique codes, one turn of {@link CodeMaker} for each message.
 *
 * <p>In: {@code campaign.codes_requested.v1}, as often as it likes: there are never more codes than were asked for. Writes: one read and one
 * transaction for each {@value CodesTable#MOST_AT_ONCE} codes, the last of them with {@code campaign.codes_issued.v1}, or with the event that
 * brings the next turn. A campaign that does not exist fails the message.
 */
@Singleton
@Named("make-codes")
public class MakeCodes extends EventConsumer {

    private final CodeMaker maker;

    public MakeCodes(CodeMaker maker) {
        this.maker = maker;
    }

    record Requested(String id) {}

    @Override
    protected void consume(Event event) {
        var made = maker.turn(event.tenant(), event.data(Requested.class).id());
        Outcomes.count("CodesMade", "outcome", made > 0 ? "MADE" : "NOTHING_TO_DO");
    }
}
