/** EventBridge: buses, rules matched by AWS's own matcher, delivery to queues and functions with retries and dead letters. */
package commerce.local.stage.bus;
