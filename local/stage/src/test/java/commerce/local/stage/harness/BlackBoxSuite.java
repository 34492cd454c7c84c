package commerce.local.stage.harness;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * A third of the stage's tests; {@link ProvidersSuite} and {@link EveryOtherSuite} are the others. The build runs them side by side, each in a
 * JVM of its own: a stage waits more than it works. Within a suite all {@code @QuarkusTest}s share one stage; forks without suites would start
 * one for each class.
 */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages(BlackBoxSuite.PACKAGE)
class BlackBoxSuite {

    static final String PACKAGE = "commerce.local.stage.blackbox";
}
