/**
 * The local stage: runs what the synthesized CloudFormation templates describe, on one machine, without Docker.
 *
 * <p>This package is the seam every part codes against: {@link commerce.local.stage.Scheduler} (whatever runs, runs through it),
 * {@link commerce.local.stage.VirtualClock} (the only time), {@link commerce.local.stage.StageModel} (the resolved template),
 * {@link commerce.local.stage.FunctionHost} (the only way to a function), {@link commerce.local.stage.FaultInjector} and
 * {@link commerce.local.stage.StageMetrics}. A {@link commerce.local.stage.Stage} owns one of each; nothing is static.
 *
 * <p>The parts live in packages of their own: {@code template}, {@code clock}, {@code host}, {@code aws}, {@code tables}, {@code streams},
 * {@code queues}, {@code bus}, {@code schedules}, {@code states}, {@code edge} (front door), {@code controls} ({@code /local}).
 */
package commerce.local.stage;
