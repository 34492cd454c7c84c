package commerce.local.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DynamoDbLocalTest {

    @Test
    void aStartedProcessAnswersDynamoDbCallsOnLoopbackAndEndsWhenClosed() throws Exception {
        var dynamoDb = DynamoDbLocal.start();
        assertEquals("127.0.0.1", dynamoDb.endpoint().getHost());

        var request = HttpRequest.newBuilder(dynamoDb.endpoint())
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.body().contains("TableNames"), response.body());
        }

        dynamoDb.close();
        assertTrue(dynamoDb.awaitEnd(10, TimeUnit.SECONDS), "the process outlives close()");
    }
}
