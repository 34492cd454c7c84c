/**
 * DynamoDB streams: one reader per table, woken by writes, hands each record to every mapping on the table; each mapping keeps the order
 * of a key, filters, batches, bisects, retries and gives up the way Lambda's poller does.
 */
package commerce.local.stage.streams;
