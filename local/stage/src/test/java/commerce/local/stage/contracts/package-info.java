/**
 * The contracts in {@code events/} held against a running stage: {@link commerce.local.stage.contracts.OpenApi} judges requests and answers,
 * {@link commerce.local.stage.contracts.BusWitness} every event of the whole test run.
 */
package commerce.local.stage.contracts;
