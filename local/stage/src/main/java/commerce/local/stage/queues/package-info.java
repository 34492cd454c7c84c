/**
 * SQS: the queues live in ElasticMQ in this JVM, which the stage reaches without HTTP and everybody else with it. Consumers wake when
 * something was sent, batch, delete what worked and leave the rest.
 */
package commerce.local.stage.queues;
