/**
 * Reads the synthesized CloudFormation templates into a {@link commerce.local.stage.StageModel}: resolves intrinsic functions across
 * stacks, sorts every resource into emulated, inert or unknown, and refuses to start on an unknown one. Pure: files in, records out.
 */
package commerce.local.stage.template;
