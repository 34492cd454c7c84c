/** The rules about orders, pure: records in, decisions out; the table of transitions is {@link commerce.ordering.domain.OrderStatus}. */
package commerce.ordering.domain;
