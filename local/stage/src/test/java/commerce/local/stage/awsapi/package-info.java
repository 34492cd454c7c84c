/**
 * The stage's AWS APIs as its clients see them: AWS's own SDK clients and command line, over HTTP, against a whole stage. Each answer
 * and each refusal is the one the service's API reference documents, or one that was recorded from AWS; the test says which.
 */
package commerce.local.stage.awsapi;
