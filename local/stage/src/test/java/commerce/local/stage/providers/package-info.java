/** Orders through every provider that speaks its own protocol, black box over HTTP: paid, refunded, told by strangers, killed half-way. */
package commerce.local.stage.providers;
