package commerce.settlement;

import commerce.kernel.NamedFailure;

/** Two facts came under one name: that cause has been posted before, made from other input. Nothing was changed. */
public final class CauseReused extends NamedFailure {

    public CauseReused(String entryId) {
        super("entry " + entryId + " was posted before from other input");
    }
}
