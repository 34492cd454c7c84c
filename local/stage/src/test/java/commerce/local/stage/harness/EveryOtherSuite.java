package commerce.local.stage.harness;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Whatever is neither in the {@link BlackBoxSuite} nor in the {@link ProvidersSuite}, so that no test is forgotten. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages("commerce.local.stage")
@ExcludePackages({BlackBoxSuite.PACKAGE, ProvidersSuite.PACKAGE})
class EveryOtherSuite {}
