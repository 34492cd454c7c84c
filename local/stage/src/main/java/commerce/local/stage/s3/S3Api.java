package commerce.local.stage.s3;

import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.AwsService;
import java.util.regex.Pattern;

/** S3, with buckets in the path: every call goes to the engine as it is. */
public final class S3Api implements AwsService {

    /** In the header of a signed call: {@code Credential=AKID/20261121/eu-central-1/s3/aws4_request}; with slashes escaped, in a presigned address. */
    private static final Pattern SIGNED_FOR_S3 = Pattern.compile("Credential=[^,&]+(?:/|%2F)s3(?:/|%2F)aws4_request");
    private static final Pattern PATH = Pattern.compile("/([^/?]*)(?:/([^?]*))?(?:\\?(.*))?");

    /** What makes an address presigned. */
    private static final Pattern SIGNATURE = Pattern.compile("(?<=[?&])X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Security-Token|Signature)=[^&]*&?");

    private final Buckets buckets;

    public S3Api(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public String name() {
        return "S3";
    }

    /** Functions of the in-process host do not sign; they ask for buckets of the template only. */
    @Override
    public boolean serves(AwsCall call) {
        if (!call.target().isEmpty()) {
            return false;
        }
        if (SIGNED_FOR_S3.matcher(call.headers().getOrDefault("authorization", "")).find() || SIGNED_FOR_S3.matcher(call.path()).find()) {
            return true;
        }
        var path = PATH.matcher(call.path());
        return path.matches() && buckets.has(path.group(1));
    }

    /** As IAM names what most calls do; calls about part of a bucket or an object, such as its tags, by method and query. */
    @Override
    public String action(AwsCall call) {
        var path = PATH.matcher(call.path());
        if (!path.matches()) {
            return call.method() + " " + call.path();
        }
        var query = path.group(3) == null ? "" : path.group(3);
        if (path.group(2) == null || path.group(2).isEmpty()) {
            return call.method().equals("GET") && query.contains("list-type=2") ? "ListObjectsV2" : call.method() + " bucket " + query;
        }
        var plain = query.isEmpty() || query.startsWith("x-id=") || query.startsWith("versionId=");
        return switch (call.method()) {
            case "GET" -> plain ? "GetObject" : "GET object " + query;
            case "PUT" -> plain ? "PutObject" : "PUT object " + query;
            case "HEAD" -> "HeadObject";
            case "DELETE" -> plain ? "DeleteObject" : "DELETE object " + query;
            default -> call.method() + " object " + query;
        };
    }

    /** Nobody checks signatures, and the engine takes none beside the one its calls get. */
    @Override
    public AwsAnswer answer(AwsCall call) {
        var path = SIGNATURE.matcher(call.path()).replaceAll("").replaceFirst("[?&]$", "");
        return buckets.forward(new AwsCall(call.caller(), call.method(), path, call.headers(), call.body()));
    }
}
