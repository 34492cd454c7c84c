package commerce.local.stage.edge;

/**
 * How the JDK's HTTP server is tuned. It reads its settings once, when it is first used in a process; so whoever uses it calls this in
 * its constructor, before any socket is opened.
 */
public final class HttpServerSettings {

    private HttpServerSettings() {}

    public static void apply() {
        // Otherwise a small answer on a kept-alive connection waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The default of 200 closes the connections of a thousand clients again and again.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        // Seconds: somebody who sends a request byte by byte is let go.
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
    }
}
