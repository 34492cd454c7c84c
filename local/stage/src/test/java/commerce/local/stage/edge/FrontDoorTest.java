package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.StageOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The socket: many connections, impolite clients, a taken port. */
class FrontDoorTest {

    private final StandIn stage = new StandIn();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aThousandConnectionsAreServedAtOnceAndStayOpen() throws InterruptedException, ExecutionException, IOException {
        int clients = 1_000;
        CountDownLatch allAreInside = new CountDownLatch(clients);
        AtomicInteger calls = new AtomicInteger();
        stage.route("GET /wait", event -> {
            allAreInside.countDown();
            awaitAll(allAreInside);
            return StandIn.bytes("{\"statusCode\":200,\"body\":\"" + calls.incrementAndGet() + "\"}");
        }).running();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> served = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                served.add(people.submit(() -> {
                    try (Socket socket = connect()) {
                        return ask(socket, "/wait").startsWith("HTTP/1.1 200") && ask(socket, "/wait").startsWith("HTTP/1.1 200");
                    }
                }));
            }
            for (Future<Boolean> each : served) {
                assertTrue(each.get());
            }
        }
        assertEquals(2 * clients, calls.get());
    }

    @Test
    void clientsWhoGoAwayMidwayDisturbNobody() throws IOException {
        stage.route("POST /x", "{\"statusCode\":200,\"body\":\"fine\"}").running();
        for (String start : List.of("", "GET", "POST /x HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf", "\r\n\r\n\r\n", "NONSENSE\r\n\r\n",
                "POST /x HTTP/1.1\r\nContent-Length: -5\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n")) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
        }
        assertEquals("fine", stage.post("/x", "{}").body());
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() {
        stage.route("GET /x", "{\"statusCode\":200}").running();

        assertTrue(stage.get("/x").statusCode() == 200);
        assertThrows(IOException.class, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), stage.port()), 500);
            }
        });
    }

    @Test
    void aTakenPortIsABindException() {
        stage.running();
        FrontDoor second = new FrontDoor(stage.issuer(), null);

        assertThrows(BindException.class, () -> second.open(new StageOptions(stage.port(), Optional.empty(), Path.of("."), Path.of(".")), null));
        second.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), stage.port());
    }

    /** One request on an open connection; the status line of the answer, whose body is read to its end. */
    private static String ask(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String status = in.readLine();
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skip(length);
        return status;
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
