package commerce.local.stage.edge;

import commerce.local.stage.Stage;

/** Whatever answers {@code /local} and the paths below it. No deployed system has these. */
public interface LocalEndpoints {

    /** The stage is up; before, requests are answered as "starting". */
    void start(Stage stage);

    /** The stage is going down: again requests are answered as "starting", until another one starts. */
    void stop();

    /** Answers a request below {@code /local}. May take long; never throws for wrong input. */
    Response handle(Request request);
}
