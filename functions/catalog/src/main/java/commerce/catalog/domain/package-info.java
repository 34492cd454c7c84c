/** Products and the decision what a PUT changes. Pure: no AWS, no framework, no clock. */
package commerce.catalog.domain;
