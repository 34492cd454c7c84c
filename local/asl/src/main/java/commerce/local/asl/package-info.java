/**
 * Step Functions in memory: an interpreter for Amazon States Language whose query language is JSONata.
 *
 * <p>Owns state machines, executions, their histories and task tokens. It has no threads, no clock and no randomness of its own: work is
 * handed to an injected {@link java.util.concurrent.Executor}, time comes from {@link commerce.local.asl.Timers}, and jitter, tokens and
 * ids come from an injected {@link java.util.random.RandomGenerator}. Whoever injects deterministic ones gets deterministic executions.
 *
 * <p>Transaction boundary: one lock per execution. Everything an event (a task's answer, a timer, an API call) causes until the execution
 * next waits happens under that lock; tasks are started and listeners are told outside it, through the executor.
 *
 * <p>What it is not: it runs no task itself. The host does, behind {@link commerce.local.asl.TaskResources}.
 */
package commerce.local.asl;
