/** Step Functions: the interpreter of {@code commerce.local.asl} on the stage's clock, scheduler and functions, and its API for SDK clients. */
package commerce.local.stage.states;
