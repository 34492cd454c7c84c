package commerce.local.stage.host.isolated;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What this machine bears. AWS starts as many environments as there are invocations; here they share a few cores and one memory.
 *
 * @param environments how many processes there may be in all; the one idle for longest makes room. A function that is called by another
 *     one may exceed it, because else both could wait for ever
 * @param perFunction how many of them one function may have; further invocations wait before their time-out begins
 * @param startingAtOnce how many may start at the same time
 * @param init how long a start may take, before it counts as failed
 * @param idle after how long without an invocation an environment is stopped
 */
public record Limits(int environments, int perFunction, int startingAtOnce, Duration init, Duration idle) {

    /** What a function's process takes, with a little air: about 110 MB are resident after its first invocation. */
    private static final long BYTES_EACH = 160L << 20;
    private static final int FEWEST = 8;

    /** A quarter of the memory, and for each function and for starting as many as there are cores. */
    public static Limits ofThisMachine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new Limits(Math.max(FEWEST, Math.toIntExact(system.getTotalMemorySize() / 4 / BYTES_EACH)), cores, cores, Duration.ofSeconds(60), Duration.ofMinutes(10));
    }
}
