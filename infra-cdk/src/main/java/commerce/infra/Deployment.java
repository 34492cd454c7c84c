package commerce.infra;

/**
 * What every stack is built with.
 *
 * @param config values of the environment
 * @param code where functions' code comes from
 */
record Deployment(DeploymentConfig config, FunctionCode code) {

    PhysicalNames names() {
        return new PhysicalNames(config.environment());
    }
}
