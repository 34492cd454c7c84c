package commerce.local.stage.controls;

import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.local.stage.edge.Response;

/** How controls answer: JSON, and problems like the API's. */
public final class Answers {

    private Answers() {}

    public static Response json(Object body) {
        return json(200, body);
    }

    public static Response json(int status, Object body) {
        return Response.of(status, "application/json", Json.write(body));
    }

    public static Response problem(Problem problem) {
        return Response.of(problem.status(), "application/problem+json", Json.write(problem));
    }
}
