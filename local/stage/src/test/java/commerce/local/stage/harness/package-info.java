/** Starts a whole stage inside JUnit: real templates, real handlers, free ports. See {@link commerce.local.stage.harness.TestStage}. */
package commerce.local.stage.harness;
