package commerce.local.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The separate process: runs S3Proxy with its in-memory store on 127.0.0.1 and ends with its parent.
 *
 * <p>In: one argument, the port; then, on standard input, lines {@code EMPTY <bucket> <bucket> ...}, each of which throws everything away and
 * makes those buckets, versioned. Out: one line {@code READY <port>} once it serves, and {@code EMPTIED} after each such line. It stops when
 * its standard input ends, which the operating system sees to even when the parent is killed.
 */
public final class Main {

    private static volatile BlobStore store = new TransientNio2BlobStore();

    private Main() {}

    public static void main(String[] arguments) {
        try {
            serve(Integer.parseInt(arguments[0]));
            System.out.println("READY " + arguments[0]);
            obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            System.exit(0);
        } catch (Exception failure) {
            // Threads of the server would keep a failed process alive.
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static void serve(int port) throws Exception {
        var proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                // Nobody here checks signatures, and a client may sign or not.
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .ignoreUnknownHeaders(true)
                .build();
        proxy.setBlobStoreLocator((identity, bucket, object) -> AccessGrant.anonymous(store));
        proxy.start();
    }

    private static void obey(BufferedReader commands) throws IOException {
        for (var line = commands.readLine(); line != null; line = commands.readLine()) {
            var words = line.split(" ");
            if (!words[0].equals("EMPTY")) {
                throw new IOException("not a command: " + line);
            }
            var fresh = new TransientNio2BlobStore();
            Arrays.stream(words).skip(1).forEach(bucket -> {
                fresh.createContainer(bucket);
                fresh.putBucketVersioning(bucket, BucketVersioningStatus.ENABLED);
            });
            var old = store;
            store = fresh;
            old.close();
            System.out.println("EMPTIED");
        }
    }
}
