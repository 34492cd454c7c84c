/**
 * Programs that use a running stage as a third party would: they know the HTTP contract and the local controls, and
 * depend on no other module of this project. {@link commerce.local.tools.Tools} is the command line; {@code client} speaks
 * HTTP; {@code seed}, {@code demo}, {@code race} and {@code bench} are one command each.
 */
package commerce.local.tools;
