/** The {@code bench} command: how much a stage bears, and what an order costs in calls, capacity units and transitions. */
package commerce.local.tools.bench;
