/**
 * The front door: answers HTTP as API Gateway's HTTP API does in front of Lambda, for the routes, authorizers and CORS rules of the
 * template.
 *
 * <p>{@link commerce.local.stage.edge.FrontDoor} owns the socket and nothing else; {@link commerce.local.stage.edge.Gateway} is the
 * path of one request: route, authorizer, payload format 2.0, function, response mapping. {@code /local} and what is below it never
 * reaches the gateway: it is handed to {@link commerce.local.stage.edge.LocalEndpoints}.
 */
package commerce.local.stage.edge;
