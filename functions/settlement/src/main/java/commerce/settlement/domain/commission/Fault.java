package commerce.settlement.domain.commission;

/** What is wrong with a rule: the field and what it must be. */
public record Fault(String field, String must) {}
