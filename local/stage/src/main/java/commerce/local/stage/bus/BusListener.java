package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;

/** A {@link commerce.local.stage.StagePart} that also is one of these hears every event a bus accepts, before any rule sees it. */
public interface BusListener {

    /**
     * Called on the thread that puts the event: must be quick and must not throw.
     *
     * @param bus the bus's name
     * @param event the envelope as rules match it; what was published is its {@code detail}. Not to be changed
     */
    void accepted(String bus, JsonNode event);
}
