package commerce.local.stage.host.isolated;

import commerce.local.stage.StageModel;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables of functions' processes: what the template gives, and what Lambda adds to it.
 *
 * @param region of the stage
 * @param runtimeApi host and port, as processes see it
 * @param aws where the SDK's calls go
 */
record Variables(String region, String runtimeApi, URI aws) {

    /** @param environmentId stands for the process, in the Runtime API's address and in the log stream's name */
    Map<String, String> of(StageModel.Function function, String environmentId, Path taskRoot) {
        var variables = new HashMap<>(function.environment());
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi + "/" + environmentId);
        variables.put("_HANDLER", function.handler());
        variables.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMegabytes()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", LocalDate.now(ZoneOffset.UTC).toString().replace('-', '/') + "/[$LATEST]" + environmentId);
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        // Not secret, and worth nothing elsewhere: by the access key the stage knows who calls.
        variables.put("AWS_ACCESS_KEY_ID", Credentials.accessKey(function.operation(), environmentId));
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_SESSION_TOKEN", "local");
        variables.put("AWS_ENDPOINT_URL", aws.toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        return variables;
    }
}
