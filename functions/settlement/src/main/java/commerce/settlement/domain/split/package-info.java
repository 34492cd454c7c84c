/** How an order's money is divided: among its merchants, their parties, the platform, the channel that brought it and the provider. Pure rules. */
package commerce.settlement.domain.split;
