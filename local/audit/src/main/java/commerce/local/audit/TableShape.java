package commerce.local.audit;

import java.util.Set;

/**
 * A table without its items.
 *
 * @param name as DynamoDB knows it
 * @param paidByUse whether it is on demand
 * @param indexPartitionKeys the attributes its indexes are partitioned by
 */
record TableShape(String name, boolean paidByUse, Set<String> indexPartitionKeys) {}
