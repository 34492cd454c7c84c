/** What mappings from queues and from streams have in common: how an event is put together, and how a function's answer is read. */
package commerce.local.stage.mappings;
