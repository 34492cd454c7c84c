package commerce.kernel;

import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files in S3. The bucket the contexts share is the setting {@code FILES_BUCKET}; a context writes below a prefix of its own. Functions
 * may read and write objects, not list or look for them (S3 answers 403, not 404, to whoever may not list): what is there is known from an
 * item that says so.
 */
@Singleton
public class FileStore {

    private static final int TAKEN = 412;
    /** Somebody else is just writing it, and may yet fail. */
    private static final int RIVALS = 409;

    private final S3Client s3;

    public FileStore(S3Client s3) {
        this.s3 = s3;
    }

    private static String bucket() {
        return Settings.require("FILES_BUCKET");
    }

    /**
     * Stores a file, unless there is one of that name, which then stays as it is.
     *
     * @return whether it was stored
     * @throws Busy if somebody else is just storing it
     */
    public boolean putIfAbsent(String key, String contentType, RequestBody content) {
        try {
            s3.putObject(put -> put.bucket(bucket()).key(key).contentType(contentType).ifNoneMatch("*"), content);
            return true;
        } catch (S3Exception refused) {
            if (refused.statusCode() == TAKEN) {
                return false;
            }
            if (refused.statusCode() == RIVALS) {
                throw new Busy("somebody else is writing " + key, refused);
            }
            throw refused;
        }
    }

    /** Stores a file; one of that name becomes its older version. */
    public void put(String key, String contentType, RequestBody content) {
        s3.putObject(put -> put.bucket(bucket()).key(key).contentType(contentType), content);
    }

    /** Stores a text. */
    public void put(String key, String contentType, String text) {
        put(key, contentType, RequestBody.fromString(text, StandardCharsets.UTF_8));
    }

    /** Stores what a file of this machine holds. */
    public void put(String key, String contentType, Path file) {
        put(key, contentType, RequestBody.fromFile(file));
    }

    /** All of a file. @throws software.amazon.awssdk.services.s3.model.NoSuchKeyException or 403 if there is none */
    public byte[] read(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(bucket()).key(key)).asByteArray();
    }

    /** A text file to be read line by line and closed: it never is in memory as a whole. */
    public BufferedReader lines(String key) {
        return new BufferedReader(new InputStreamReader(s3.getObject(get -> get.bucket(bucket()).key(key)), StandardCharsets.UTF_8));
    }
}
