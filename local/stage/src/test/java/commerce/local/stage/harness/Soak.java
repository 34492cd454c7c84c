package commerce.local.stage.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How much of a long list of cases a run tries: some, drawn anew each time, or all of them with {@code ./commerce test -Dcommerce.soak=true}. */
public final class Soak {

    /** Said with each draw; {@code -Dcommerce.soak.seed} repeats it. */
    public static final long SEED = Long.getLong("commerce.soak.seed", System.nanoTime());

    private Soak() {}

    /** @param some how many, unless all of them are tried */
    public static <T> List<T> some(int some, List<T> all) {
        if (Boolean.getBoolean("commerce.soak")) {
            return all;
        }
        var drawn = new ArrayList<>(all);
        Collections.shuffle(drawn, new Random(SEED));
        var chosen = drawn.subList(0, Math.min(some, drawn.size()));
        System.out.println("of " + all.size() + " cases " + chosen + ", seed " + SEED);
        return chosen;
    }
}
