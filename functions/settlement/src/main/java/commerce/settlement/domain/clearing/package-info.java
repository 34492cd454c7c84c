/**
 * T+1 clearing as pure rules: what a merchant is owed line by line, which business date a line belongs to, what a settlement adds up to.
 * Reads and writes nothing.
 */
package commerce.settlement.domain.clearing;
