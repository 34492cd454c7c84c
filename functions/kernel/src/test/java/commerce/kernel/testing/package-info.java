/**
 * What every context's tests build on, shipped as this module's test jar: a real DynamoDB (DynamoDB Local), a real HTTP stand-in for the
 * other AWS services, forced interleavings, requests as the gateway makes them.
 */
package commerce.kernel.testing;
