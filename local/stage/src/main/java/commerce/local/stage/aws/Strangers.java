package commerce.local.stage.aws;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The answer to a call for a service the stage does not have, in the protocol the caller speaks, so that its SDK can say what is wrong. */
final class Strangers {

    private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
    /** The signature names the service: {@code Credential=AKID/20261121/eu-central-1/sts/aws4_request}. */
    private static final Pattern SERVICE = Pattern.compile("Credential=[^/,]+/\\d+/[^/,]+/([a-z0-9-]+)/aws4_request");

    private Strangers() {}

    static AwsAnswer answer(AwsCall call) {
        var service = SERVICE.matcher(call.headers().getOrDefault("authorization", ""));
        var text = "The local stage does not have " + (service.find() ? service.group(1) : "a service") + " for " + what(call) + ".";
        return isXml(call) ? xml(text) : AwsAnswer.error(400, "UnknownOperationException", text);
    }

    private static String what(AwsCall call) {
        if (!call.target().isEmpty()) {
            return call.target();
        }
        var action = QUERY_ACTION.matcher(new String(call.body(), StandardCharsets.UTF_8));
        return action.find() ? action.group(1) : call.method() + " " + call.path();
    }

    /** The query protocol, and REST calls such as S3's that bring no JSON. */
    private static boolean isXml(AwsCall call) {
        var type = call.headers().getOrDefault("content-type", "");
        return call.target().isEmpty() && !type.contains("json");
    }

    private static AwsAnswer xml(String text) {
        var body = "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>" + text.replace("&", "&amp;").replace("<", "&lt;")
                + "</Message></Error><RequestId>local</RequestId></ErrorResponse>";
        return new AwsAnswer(400, Map.of("content-type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }
}
