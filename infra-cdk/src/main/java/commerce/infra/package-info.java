/**
 * The system on AWS: one stack per context, Platform below them, Edge above.
 *
 * <p>Each stack is a list read from top to bottom: which operations exist, what triggers each, and what each may do. How a
 * function, a table, a queue or a schedule is built is said once, in {@link commerce.infra.Operation}, {@link commerce.infra.ContextTable},
 * {@link commerce.infra.QueueConsumer}, {@link commerce.infra.StreamConsumer} and {@link commerce.infra.Schedule}. The local stage
 * runs the same templates.
 *
 * <p>References between stacks point one way: Platform, then Catalog, Inventory, Promotion, Payment, Settlement, then Ordering (whose
 * workflow calls the others), then Edge. Where a function needs something of a later stack it knows it by its fixed name
 * ({@link commerce.infra.PhysicalNames}).
 */
package commerce.infra;
