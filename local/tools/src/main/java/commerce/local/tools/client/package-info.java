/** The storefront's, the merchant's and the tester's side of the HTTP contract, as a third party would write it. */
package commerce.local.tools.client;
