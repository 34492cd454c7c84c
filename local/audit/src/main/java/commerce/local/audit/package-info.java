/**
 * {@code ./commerce audit}: every promise of the house, held against every item of every table, one line each.
 *
 * <p>Each {@link commerce.local.audit.Promise} sees all items once, in any order, remembers what it needs of them, and then judges. To add a
 * promise, write the class and name it in {@link commerce.local.audit.Promises}. Items are read as they are: this room shares no code with
 * the functions, so that a fault in how they write cannot hide in how they read.
 */
package commerce.local.audit;
