package commerce.local.stage.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopbackTest {

    private ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    /** What a connection of the server does. */
    private interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Loopback serving(Behaviour behaviour) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var socket = server.accept();
                    connections.incrementAndGet();
                    behaviour.serve(socket);
                }
            } catch (IOException closed) {
                return;
            }
        });
        return new Loopback(URI.create("http://127.0.0.1:" + server.getLocalPort()), 4);
    }

    private static void answer(Socket socket, String text) throws IOException {
        var in = socket.getInputStream();
        var last = new StringBuilder();
        while (!last.toString().endsWith("\r\n\r\n")) {
            last.append((char) in.read());
        }
        in.readNBytes(2);
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String send(Loopback client) throws IOException {
        return new String(client.send("POST", "/", Map.of("A", "b"), "{}".getBytes(StandardCharsets.UTF_8)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        try (var client = serving(socket -> {
            answer(socket, "HTTP/1.1 200 OK\nContent-Length: 3\n\none");
            answer(socket, "HTTP/1.1 200 OK\nContent-Length: 3\n\ntwo");
        })) {
            assertEquals("one", send(client));
            assertEquals("two", send(client));
            assertEquals(1, connections.get());
        }
    }

    @Test
    void anAnswerInChunksIsPutTogether() throws IOException {
        try (var client = serving(socket -> answer(socket, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\none\n4;x=y\n two\n0\n\n"))) {
            assertEquals("one two", send(client));
        }
    }

    @Test
    void aConnectionTheServerClosedWhileIdleIsReplaced() throws IOException {
        try (var client = serving(socket -> {
            answer(socket, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
            socket.close();
        })) {
            assertEquals("ok", send(client));
            assertEquals("ok", send(client));
            assertEquals(2, connections.get());
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNotAskedForAgain() throws IOException {
        try (var client = serving(socket -> {
            answer(socket, "HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf");
            socket.close();
        })) {
            assertThrows(IOException.class, () -> send(client));
            assertEquals(1, connections.get());
        }
    }

    @Test
    void onlyPlainHttpIsSpoken() {
        assertThrows(IllegalArgumentException.class, () -> new Loopback(URI.create("https://127.0.0.1"), 1));
    }
}
