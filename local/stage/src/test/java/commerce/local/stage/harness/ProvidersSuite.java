package commerce.local.stage.harness;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Payments through every provider; see {@link BlackBoxSuite}. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages(ProvidersSuite.PACKAGE)
class ProvidersSuite {

    static final String PACKAGE = "commerce.local.stage.providers";
}
