/** The rules of the house, kept by tests: who may depend on whom, what code may not do, and that one thing has one name everywhere. */
package commerce.local.stage.house;
