package commerce.local.stage.aws;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 client for one engine on this machine: kept-open connections, one system call a request, blocking (on virtual threads).
 * Nothing else: no TLS, no redirects, no proxies. The general clients cost several times the CPU, and the engine shares our cores.
 */
public final class Loopback implements AutoCloseable {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final InetSocketAddress address;
    private final String basePath;
    private final String host;
    private final Semaphore connections;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @param connections how many requests may be under way at once; others wait */
    public Loopback(URI endpoint, int connections) {
        if (!"http".equals(endpoint.getScheme())) {
            throw new IllegalArgumentException("only http endpoints are supported, not " + endpoint);
        }
        var port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
        this.address = new InetSocketAddress(endpoint.getHost(), port);
        this.basePath = endpoint.getPath().replaceFirst("/$", "");
        this.host = endpoint.getHost() + ":" + port;
        this.connections = new Semaphore(connections);
    }

    /**
     * @param headers without Host and Content-Length
     * @throws IOException if the engine is not there or breaks off
     */
    public AwsAnswer send(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        try {
            connections.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            return exchange(request(method, path, headers, body), !method.equals("HEAD"));
        } finally {
            connections.release();
        }
    }

    private AwsAnswer exchange(byte[] request, boolean answeredWithBody) throws IOException {
        var reused = takeIdle();
        if (reused != null) {
            try {
                return keep(reused, reused.exchange(request, answeredWithBody));
            } catch (ClosedBeforeAnswer stale) {
                // It had been closed by the other side while idle; the request was never read.
                reused.close();
            } catch (IOException e) {
                reused.close();
                throw e;
            }
        }
        var fresh = new Connection(address);
        try {
            return keep(fresh, fresh.exchange(request, answeredWithBody));
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private AwsAnswer keep(Connection connection, AwsAnswer answer) {
        if (closed || "close".equalsIgnoreCase(answer.headers().get("connection"))) {
            connection.close();
        } else {
            connection.idleSince = System.nanoTime();
            idle.push(connection);
        }
        return answer;
    }

    private Connection takeIdle() {
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            if (System.nanoTime() - connection.idleSince < IDLE_NANOS) {
                return connection;
            }
            connection.close();
        }
        return null;
    }

    private byte[] request(String method, String path, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder(256).append(method).append(' ').append(basePath).append(path).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        var start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        var request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    @Override
    public void close() {
        closed = true;
        for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }

    private static final class ClosedBeforeAnswer extends IOException {}

    private static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private long idleSince;

        Connection(InetSocketAddress address) throws IOException {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(address, CONNECT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        }

        /** @param withBody false for HEAD, whose answer says how long the body would be and has none */
        AwsAnswer exchange(byte[] request, boolean withBody) throws IOException {
            String status;
            try {
                socket.getOutputStream().write(request);
                status = line();
            } catch (java.net.SocketException | EOFException e) {
                throw (ClosedBeforeAnswer) new ClosedBeforeAnswer().initCause(e);
            }
            var code = Integer.parseInt(status.substring(9, 12));
            var headers = new HashMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                var colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
            return new AwsAnswer(code, headers, withBody && code != NO_CONTENT && code != NOT_MODIFIED ? body(headers) : new byte[0]);
        }

        private byte[] body(Map<String, String> headers) throws IOException {
            if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
                return chunks();
            }
            var length = headers.get("content-length");
            if (length == null) {
                throw new IOException("an answer without a length");
            }
            return exactly(Integer.parseInt(length));
        }

        private byte[] chunks() throws IOException {
            var body = new ByteArrayOutputStream();
            while (true) {
                var size = Integer.parseInt(line().split(";")[0].strip(), 16);
                body.write(exactly(size));
                line();
                if (size == 0) {
                    return body.toByteArray();
                }
            }
        }

        private byte[] exactly(int length) throws IOException {
            var bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("an answer broke off");
            }
            return bytes;
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream(64);
            for (var next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the connection was closed");
                }
                if (next != '\r') {
                    line.write(next);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // Closing is all we wanted.
                return;
            }
        }
    }
}
