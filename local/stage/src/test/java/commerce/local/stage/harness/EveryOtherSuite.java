package commerce.local.stage.harness;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Whatever is not in the {@link BlackBoxSuite}, so that no test is forgotten. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages("commerce.local.stage")
@ExcludePackages(BlackBoxSuite.PACKAGE)
class EveryOtherSuite {}
