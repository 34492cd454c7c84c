/** The rules of stock, without AWS: what a reservation may become, and what each operation has to do in each case. */
package commerce.inventory.domain;
