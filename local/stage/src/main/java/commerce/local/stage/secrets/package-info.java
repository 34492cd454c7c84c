/** Secrets Manager and Parameter Store, read-only, with what the template holds. */
package commerce.local.stage.secrets;
