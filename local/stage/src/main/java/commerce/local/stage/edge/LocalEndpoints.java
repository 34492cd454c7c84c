package commerce.local.stage.edge;

import commerce.local.stage.Stage;

/** Whatever answers {@code /local} and the paths below it. No deployed system has these. */
public interface LocalEndpoints {

    /** The stage is up; before, requests are answered as "starting". */
    void start(Stage stage);

    /** Answers a request below {@code /local}. May take long; never throws for wrong input. */
    Response handle(Request request);
}
