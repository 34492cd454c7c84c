package commerce.local.stage.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * RSA keys for development: made the first time they are asked for and kept in a folder only its owner can read, so that a stage that is
 * started again has the same. Where no folder can be made, they last as long as the system's temporary files.
 */
public final class DevelopmentKeys {

    private static final Logger LOG = Logger.getLogger(DevelopmentKeys.class);
    private static final int BITS = 2048;
    private static final Pattern HALVES = Pattern.compile("(?s)(-----BEGIN PRIVATE KEY-----.*-----END PRIVATE KEY-----\\n)(-----BEGIN PUBLIC KEY-----.*-----END PUBLIC KEY-----\\n)");

    private final Path folder;

    /** Both halves as PEM: PKCS#8 and X.509. */
    public record Pair(String privateKey, String publicKey) {}

    private DevelopmentKeys(Path folder) {
        this.folder = folder;
    }

    /** @param workFolder the folder {@code keys} is in or will be in */
    public static DevelopmentKeys in(Path workFolder) {
        try {
            Files.createDirectories(workFolder);
            var folder = workFolder.resolve("keys");
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, onlyOwner(folder, "rwx------"));
            }
            return new DevelopmentKeys(folder);
        } catch (IOException noHome) {
            return temporary(noHome);
        }
    }

    private static DevelopmentKeys temporary(IOException why) {
        try {
            var folder = Files.createTempDirectory("commerce-keys-");
            LOG.infof("the development keys go to %s: %s", folder, why);
            return new DevelopmentKeys(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the development keys", e);
        }
    }

    private static FileAttribute<?>[] onlyOwner(Path path, String permissions) throws IOException {
        var posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }

    /** The pair of that name, made if there is none. Two stages that start at once end up with the same. */
    public synchronized Pair pair(String name) {
        var file = folder.resolve(name + ".pem");
        try {
            if (!Files.exists(file)) {
                write(file, made());
            }
            var halves = HALVES.matcher(Files.readString(file));
            if (!halves.matches()) {
                throw new IllegalStateException(file + " does not hold the two halves of a key; remove it, and a new one is made");
            }
            return new Pair(halves.group(1), halves.group(2));
        } catch (IOException e) {
            throw new UncheckedIOException("the development key " + file, e);
        }
    }

    /** First aside, then into its place at once: nobody reads half a key. */
    private void write(Path file, String pem) throws IOException {
        var aside = Files.createTempFile(folder, "new-", ".pem", onlyOwner(folder, "rw-------"));
        Files.writeString(aside, pem);
        try {
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException otherStageWasFaster) {
            // Its key is as good as ours.
        } catch (UnsupportedOperationException noLinks) {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(aside);
    }

    private static String made() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            var pair = generator.generateKeyPair();
            return pem("PRIVATE KEY", pair.getPrivate()) + pem("PUBLIC KEY", pair.getPublic());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }

    private static String pem(String what, Key key) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + what + "-----\n";
    }
}
