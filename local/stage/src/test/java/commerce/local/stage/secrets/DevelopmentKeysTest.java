package commerce.local.stage.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.simulators.Rsa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentKeysTest {

    @TempDir
    private Path home;

    @Test
    void aKeyIsMadeOnceAndItsHalvesBelongTogether() {
        var first = DevelopmentKeys.in(home).pair("one");
        assertEquals(2048, ((RSAPublicKey) Rsa.publicKey(first.publicKey())).getModulus().bitLength());
        assertTrue(Rsa.proves(Rsa.publicKey(first.publicKey()), "text", Rsa.sign(Rsa.privateKey(first.privateKey()), "text")));
        assertEquals(first, DevelopmentKeys.in(home).pair("one"), "the next stage finds it");
        assertNotEquals(first, DevelopmentKeys.in(home).pair("two"));
    }

    @Test
    void onlyTheOwnerCanReadThem() throws IOException {
        DevelopmentKeys.in(home).pair("one");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys").resolve("one.pem"))));
        try (var files = Files.list(home.resolve("keys"))) {
            assertEquals(1, files.count(), "and nothing is left over");
        }
    }

    @Test
    void withoutAHomeTheyAreTemporary() throws IOException {
        var file = Files.createFile(home.resolve("a-file"));
        assertEquals(DevelopmentKeys.Pair.class, DevelopmentKeys.in(file).pair("one").getClass());
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        var keys = DevelopmentKeys.in(home);
        Files.writeString(home.resolve("keys").resolve("one.pem"), "not a key");
        assertTrue(assertThrows(IllegalStateException.class, () -> keys.pair("one")).getMessage().contains("one.pem"));
    }
}
