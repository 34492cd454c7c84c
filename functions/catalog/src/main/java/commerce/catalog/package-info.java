/**
 * Catalog: what is for sale. Owns a product's name, price and attributes; knows nothing of stock, coupons or orders.
 *
 * <p>Table {@code Catalog}, written and read only by {@link commerce.catalog.CatalogTable}. Operations:
 * <ul>
 *   <li>put-product, for operators: creates or replaces a product.
 *   <li>get-product and list-products, public: no authorizer, the tenant is named by {@link commerce.catalog.NamedTenant}.
 *   <li>read-products: prices for a quote, invoked by other contexts; read-only.
 *   <li>publish-catalog-events and republish-catalog-events: the outbox.
 * </ul>
 *
 * <p><b>Transaction boundaries.</b> One: a product and its {@code product.changed.v1} event are one item, changed by one conditional
 * update on the version that was read. Replacing a product never removes an event that is still unpublished.
 *
 * <p><b>Limits.</b> A tenant's products share one partition key, so that they can be listed by SKU: about 1,000 writes and 3,000
 * consistent reads of small products a second for one tenant, before DynamoDB splits the partition by sort key.
 */
package commerce.catalog;
