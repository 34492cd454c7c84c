/** DynamoDB: creates the template's tables in the engine, and passes the functions' calls on to it, counting them and waking stream readers. */
package commerce.local.stage.tables;
