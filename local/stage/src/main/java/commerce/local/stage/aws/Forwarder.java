package commerce.local.stage.aws;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/** Passes calls on to an engine as they are, but for the credentials. */
public final class Forwarder {

    private static final List<String> DROPPED = List.of("host", "content-length", "connection", "upgrade", "http2-settings", "expect", "transfer-encoding", "authorization", "x-amz-date", "x-amz-security-token");

    private final Loopback engine;

    public Forwarder(Loopback engine) {
        this.engine = engine;
    }

    /** An engine that breaks off is a 500 to the caller, as it would be on AWS. */
    public AwsAnswer forward(AwsCall call) {
        var headers = new HashMap<>(call.headers());
        DROPPED.forEach(headers::remove);
        headers.put("authorization", JsonClient.AUTHORIZATION);
        try {
            return engine.send(call.method(), call.path(), headers, call.body());
        } catch (IOException e) {
            return AwsAnswer.error(500, "InternalFailure", "the engine did not answer: " + e);
        }
    }
}
