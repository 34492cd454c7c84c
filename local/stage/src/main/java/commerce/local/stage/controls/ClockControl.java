package commerce.local.stage.controls;

import commerce.kernel.Body;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.local.stage.Stage;
import commerce.local.stage.edge.Response;
import java.time.Duration;

/** {@code /local/clock}: shows virtual time, and moves it forward. */
final class ClockControl {

    private static final long LONGEST = 366 * 24 * 3600L;

    Response show(Stage stage) {
        return Answers.json(Json.object().put("now", stage.clock().instant().toString()).put("aheadSeconds", stage.clock().offset().toSeconds()));
    }

    /** 0 moves nothing and only waits until the stage is quiet. */
    Response advance(Stage stage, Body body) throws InterruptedException {
        long seconds = body.integer("advanceSeconds", 0, LONGEST);
        body.end();
        try {
            stage.advance(Duration.ofSeconds(seconds));
            return show(stage);
        } catch (IllegalStateException neverQuiet) {
            return Answers.problem(Problem.tryAgain(neverQuiet.getMessage()));
        }
    }
}
