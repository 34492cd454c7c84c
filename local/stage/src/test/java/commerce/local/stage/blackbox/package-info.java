/**
 * The whole stage from outside: HTTP and nothing else. What is written here a stranger with a terminal could try, and would see the same.
 */
package commerce.local.stage.blackbox;
