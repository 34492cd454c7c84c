package commerce.local.audit;

import java.time.Instant;
import java.util.List;

/** One promise of the house. It sees every table, then every item of every table once, in no particular order, and then judges. */
interface Promise {

    /** What is promised, as one says it: "never oversells". */
    String title();

    default void see(TableShape table) {}

    /** @throws Item.Unreadable if the item lacks what its kind must have */
    default void see(Item item) {}

    /**
     * @param now the installation's time
     * @return what breaks the promise, empty if it is kept
     */
    List<Finding> judge(Instant now);

    /** What has been looked at, in few words, for the line of a promise that is kept: "412 SKUs, 1203 reservations". */
    String seen();
}
