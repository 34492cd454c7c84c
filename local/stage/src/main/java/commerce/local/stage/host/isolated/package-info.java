/**
 * Functions in processes of their own: each from its real {@code function.zip}, run by AWS's runtime interface client against the Lambda
 * Runtime API that the stage serves, with the template's handler, memory, time-out and environment.
 *
 * <p>An {@link commerce.local.stage.host.isolated.Environment} is one process and serves one invocation at a time;
 * {@link commerce.local.stage.host.isolated.Environments} decides which one serves, when another is started and which are stopped;
 * {@link commerce.local.stage.host.isolated.RuntimeApi} is what the processes poll; their SDK calls come back through
 * {@link commerce.local.stage.host.isolated.IsolatedCalls}.
 */
package commerce.local.stage.host.isolated;
