/** The {@code race} command: many buyers after few things, over HTTP. */
package commerce.local.tools.race;
