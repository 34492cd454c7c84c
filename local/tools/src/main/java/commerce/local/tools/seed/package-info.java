/** The {@code seed} command: a small real-looking shop. */
package commerce.local.tools.seed;
