/** What must never come out of the system does not: card data and secrets, whoever sends them in and wherever. */
package commerce.local.stage.hygiene;
