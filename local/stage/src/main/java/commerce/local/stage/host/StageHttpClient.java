package commerce.local.stage.host;

import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsCall;
import commerce.local.stage.aws.Killed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The transport of the functions' SDK clients: hands each request to the stage of the invocation that makes it, without a socket. */
final class StageHttpClient implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(request);
            }

            @Override
            public void abort() {
                // Nothing to break off: the answer comes from this thread, and engines are interrupted with it.
            }
        };
    }

    private static HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
        if (!Invocation.CURRENT.isBound()) {
            throw new IllegalStateException("an SDK call outside an invocation: " + request.httpRequest().getUri());
        }
        var invocation = Invocation.CURRENT.get();
        var answer = answer(invocation, call(invocation, request));
        // Whether the time-out struck meanwhile: the sandbox would not have lived to see the answer.
        invocation.aws();
        return response(answer);
    }

    private static AwsAnswer answer(Invocation invocation, AwsCall call) {
        try {
            return invocation.aws().call(call);
        } catch (Killed death) {
            invocation.kill(death);
            throw death;
        }
    }

    private static AwsCall call(Invocation invocation, HttpExecuteRequest request) throws IOException {
        var http = request.httpRequest();
        var headers = new HashMap<String, String>();
        http.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        byte[] body;
        if (request.contentStreamProvider().isPresent()) {
            try (var content = request.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        } else {
            body = new byte[0];
        }
        var query = http.encodedQueryParameters().map(parameters -> "?" + parameters).orElse("");
        return new AwsCall(Optional.of(invocation.function().operation()), http.method().name(), http.encodedPath() + query, headers, body);
    }

    private static HttpExecuteResponse response(AwsAnswer answer) {
        var http = SdkHttpFullResponse.builder().statusCode(answer.status());
        answer.headers().forEach(http::putHeader);
        return HttpExecuteResponse.builder()
                .response(http.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
                .build();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
