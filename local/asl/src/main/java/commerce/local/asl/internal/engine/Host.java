package commerce.local.asl.internal.engine;

import commerce.local.asl.TaskResources;
import commerce.local.asl.Timers;
import commerce.local.asl.internal.jsonata.Ambient;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** What executions need from outside, shared by all of a service. */
public record Host(Timers timers, Executor executor, TaskResources resources, RandomGenerator random, Ambient ambient, TaskTokens tokens,
        LongAdder transitions) {

    public static Host of(Timers timers, Executor executor, TaskResources resources, RandomGenerator random, TaskTokens tokens) {
        LockedRandom locked = new LockedRandom(random);
        return new Host(timers, executor, resources, locked, new Ambient(timers::now, locked), tokens, new LongAdder());
    }
}
