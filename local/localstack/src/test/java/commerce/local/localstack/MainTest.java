package commerce.local.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void theCommandLineSaysWhereAndWhat() {
        assertEquals(new Main.Options(Target.FLOCI, 8090, Path.of("out")), Main.Options.parse(List.of("--on", "floci", "--port", "8090", "--assembly", "out")));
        assertEquals(8080, Main.Options.parse(List.of("--on", "localstack", "--assembly", "out")).port());
    }

    @Test
    void whatIsWrongOnItIsSaidInOneLine() {
        refused("--on azure is no target", "--on", "azure");
        refused("--port 70000 is not a port", "--port", "70000");
        refused("--port needs a value", "--port");
        refused("unknown option --fast", "--fast", "yes");
        refused("usage: ", "--on", "floci");
    }

    private static void refused(String beginning, String... arguments) {
        var message = assertThrows(IllegalArgumentException.class, () -> Main.Options.parse(List.of(arguments))).getMessage();
        assertEquals(beginning, message.substring(0, beginning.length()));
        assertEquals(1, message.lines().count());
    }

    /** On Linux the network's gateway is an address of this machine; in Docker Desktop it is one of a virtual machine's. */
    @Test
    void containersSeeThisMachineByItsAddressInTheirNetworkOrByDockersNameForIt() {
        assertEquals("127.0.0.1", Emulator.containerSide("127.0.0.1").knownAs());
        var desktop = Emulator.containerSide("192.0.2.1");
        assertEquals("host.docker.internal", desktop.knownAs());
        assertEquals(InetAddress.getLoopbackAddress(), desktop.address());
        assertEquals("host.docker.internal", Emulator.containerSide("").knownAs());
    }
}
