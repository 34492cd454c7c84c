/** The ledger's rules, free of AWS and Quarkus. */
package commerce.settlement.domain;
