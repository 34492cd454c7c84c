/**
 * Functions in this JVM: finds every handler bean by its operation name, runs invocations on virtual threads with the template's
 * environment and time-out, and routes their SDK calls, clock, logs and standard output to the stage they belong to.
 *
 * <p>A running invocation is bound to its thread ({@link commerce.local.stage.host.Invocation#CURRENT}); beans that exist once per JVM
 * (SDK clients, clock) find their stage through it, so two stages can share one JVM.
 */
package commerce.local.stage.host;
