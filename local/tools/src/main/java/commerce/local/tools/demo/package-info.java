/** The {@code demo} command: the shop's day, told scene by scene; each scene fails when what it tells is not so. */
package commerce.local.tools.demo;
