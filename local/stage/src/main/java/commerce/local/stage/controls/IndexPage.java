package commerce.local.stage.controls;

import commerce.local.asl.ExecutionDescription;
import commerce.local.stage.Stage;
import commerce.local.stage.StageModel.Route;
import commerce.local.stage.edge.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code GET /local}: one page about the running stage, for a human with a browser. No scripts, nothing from elsewhere. */
final class IndexPage {

    private static final int NEWEST = 25;
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Commerce Functions, local stage</title>
            <style>
              :root { color-scheme: light dark; --line: light-dark(#dde1e6, #3a3f47); --soft: light-dark(#f5f7f9, #1f2328); --mute: light-dark(#5b6470, #9aa4b2); --key: light-dark(#0b6e4f, #5fd3a8) }
              body { font: 15px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 2.5rem auto; padding: 0 1.25rem }
              h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem }
              p { margin: .3rem 0; color: var(--mute) } a { color: var(--key); text-decoration: none } a:hover { text-decoration: underline }
              nav { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.2rem 0 } nav a { border: 1px solid var(--line); border-radius: 6px; padding: .2rem .7rem }
              pre { background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto; font-size: 13px }
              table { border-collapse: collapse; width: 100%% } td, th { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) }
              th { font-weight: 600; color: var(--mute); font-size: 13px } code { font-size: 13px }
            </style>
            </head>
            <body>
            <h1>Commerce Functions, local stage</h1>
            <p>It is %1$s on this stage%2$s. %3$d functions, %4$d routes; %5$s.</p>
            <nav><a href="/local/health">health</a><a href="/local/clock">clock</a><a href="/local/executions">executions</a><a href="/local/metrics">metrics</a><a href="/local/faults">faults</a></nav>
            <h2>A token and a first request</h2>
            <pre>TOKEN=$(curl -s %6$s/local/token -d '{"tenant":"yunshan","sub":"alice","scope":"shop admin"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
            curl -s %6$s/orders -H "Authorization: Bearer $TOKEN"</pre>
            <h2>Play the buyer, move the clock, sign as a provider</h2>
            <pre>curl -s %6$s/local/payments/PAYMENT_ID -d '{"outcome":"SUCCEEDED"}'
            curl -s %6$s/local/clock -d '{"advanceSeconds":7200}'
            curl -s %6$s/local/keys/wechatpay</pre>
            <h2>Newest workflows</h2>
            %7$s
            <h2>Routes</h2>
            <table><tr><th>Route</th><th>Function</th><th>Scope</th></tr>
            %8$s
            </table>
            </body>
            </html>
            """;

    Response show(Stage stage) {
        long ahead = stage.clock().offset().toSeconds();
        List<String> inFlight = stage.scheduler().inFlight();
        return Response.of(200, "text/html;charset=utf-8", PAGE.formatted(
                toTheSecond(stage.clock().instant()),
                ahead == 0 ? "" : ", " + ahead + " s ahead of the wall clock",
                stage.model().functions().size(),
                stage.model().routes().size(),
                inFlight.isEmpty() ? "nothing is running" : inFlight.size() + " things are running",
                "http://127.0.0.1:" + stage.port(),
                workflows(stage),
                stage.model().routes().stream().sorted(Comparator.comparing(Route::path).thenComparing(Route::method)).map(IndexPage::row).collect(Collectors.joining("\n"))));
    }

    private static String workflows(Stage stage) {
        List<ExecutionDescription> newest = ExecutionsControl.newest(stage, Optional.empty(), NEWEST);
        return newest.isEmpty() ? "<p>None yet.</p>" : newest.stream().map(IndexPage::row)
                .collect(Collectors.joining("\n", "<table><tr><th>Name</th><th>Status</th><th>Started</th><th>Error</th></tr>\n", "\n</table>"));
    }

    private static String row(ExecutionDescription execution) {
        String name = escape(execution.name());
        return "<tr><td><a href=\"/local/executions/" + name + "\"><code>" + name + "</code></a></td><td>" + execution.status() + "</td><td>"
                + toTheSecond(execution.startDate()) + "</td><td>" + escape(execution.error().orElse("")) + "</td></tr>";
    }

    private static String row(Route route) {
        return "<tr><td><code>" + escape(route.routeKey()) + "</code></td><td>" + escape(route.operation()) + "</td><td>"
                + (route.authorizer().isEmpty() ? "public" : escape(String.join(", ", route.scopes()))) + "</td></tr>";
    }

    private static String toTheSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
