/** SQS: the queues live in ElasticMQ in this JVM; consumers wake when something was sent, batch, delete what worked and leave the rest. */
package commerce.local.stage.queues;
