/**
 * AWS's APIs as the stage serves them: one dispatcher for the calls functions make (in process) and for calls from outside (over HTTP),
 * services that speak the AWS JSON protocol, and a small HTTP client for the engines behind them.
 */
package commerce.local.stage.aws;
