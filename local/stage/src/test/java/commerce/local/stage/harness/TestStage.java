package commerce.local.stage.harness;

import commerce.local.stage.LocalStage;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart;
import commerce.local.stage.host.Handlers;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One stage for all {@code @QuarkusTest} classes of this JVM, started when it is first asked for: tests keep apart by tenant. It runs the
 * templates that are synthesized here and now, with every module's real handlers.
 *
 * <pre>
 * {@literal @}QuarkusTest
 * class MyTest {
 *     {@literal @}Inject TestStage stage;              // or TestStage.current()
 *     {@literal @}Test void itWorks() { ... stage.url() ... stage.stage().advance(Duration.ofHours(2)) ... }
 * }
 * </pre>
 */
@Singleton
public class TestStage {

    private final Handlers handlers;
    private final Instance<StagePart> parts;
    private LocalStage stage;

    TestStage(Handlers handlers, @Any Instance<StagePart> parts) {
        this.handlers = handlers;
        this.parts = parts;
    }

    /** For code without injection. Only inside a {@code @QuarkusTest}. */
    public static TestStage current() {
        return Arc.container().instance(TestStage.class).get();
    }

    /** The running stage. */
    public synchronized LocalStage stage() {
        if (stage == null) {
            var options = new StageOptions(0, Optional.empty(), Synthesis.assembly(), Path.of("target", "stage").toAbsolutePath());
            stage = LocalStage.start(options, handlers.byOperation(), parts.stream().toList(), line -> { });
        }
        return stage;
    }

    /** The running stage, emptied of what other tests left: for those that let hours pass, in which everything of everybody happens. */
    public LocalStage emptied() {
        try {
            stage().reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the stage was emptied", e);
        }
        return stage();
    }

    /** The front door. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + stage().port());
    }

    synchronized void stop(@Observes ShutdownEvent end) {
        if (stage != null) {
            stage.close();
        }
    }
}
