/**
 * The front door of a system that is deployed elsewhere: to LocalStack, to floci, to any endpoint that speaks AWS's APIs.
 *
 * <p>{@link commerce.local.stage.remote.RemoteShop} puts the stage's own front door and payment simulator in front of functions that
 * it reaches through Lambda's Invoke only. It knows nothing of what deployed them. What only a stage can do (move time, arm faults,
 * empty everything) is refused by name.
 */
package commerce.local.stage.remote;
