/** What the platform and the channels take of an order's money: rules of operators, as data, and what came of them. Reads and writes nothing. */
package commerce.settlement.domain.commission;
