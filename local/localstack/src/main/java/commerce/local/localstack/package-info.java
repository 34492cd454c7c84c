/**
 * {@code ./commerce up --on localstack} and {@code --on floci}: the same stacks, deployed to an AWS emulator in Docker.
 *
 * <p>{@link commerce.local.localstack.Main} leads through it: {@link commerce.local.localstack.Emulator} is the container,
 * {@link commerce.local.localstack.Deployer} uploads assets and creates stacks over S3's and CloudFormation's APIs and works against any
 * endpoint, AWS's own included; the stage's {@link commerce.local.stage.remote.RemoteShop} is the front door. What each emulator lacks
 * is said in {@link commerce.local.localstack.Target}, and {@code docs/localstack.md} tells it.
 */
package commerce.local.localstack;
