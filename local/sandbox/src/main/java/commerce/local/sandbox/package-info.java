/**
 * The inside of an isolated function's process, besides the function itself: AWS's runtime interface client runs it, as Lambda's managed
 * Java does, and an agent lets it read the stage's clock and end with the stage. The function's zip is left as it is.
 */
package commerce.local.sandbox;
