package commerce.local.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A table of the running stage, written past all functions: only for what a benchmark begins with. */
final class RawTable {
    /** What one BatchWriteItem takes. */
    static final int BATCH = 25;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI aws;
    private final String table;

    private RawTable(URI aws, String name) {
        this.aws = aws;
        this.table = StreamSupport.stream(call("ListTables", Json.object()).path("TableNames").spliterator(), false).map(JsonNode::asText)
                .filter(one -> one.contains(name)).findFirst().orElseThrow(() -> new IllegalStateException("the stage has no table " + name));
    }

    /** @param name part of the table's name, such as {@code SettlementTable} */
    static RawTable of(HttpApi stage, String name) {
        return new RawTable(URI.create(stage.send("GET", "/local/health", null, null, Map.of()).expect(200).json().path("aws").asText()), name);
    }

    /** Puts items, at most {@value #BATCH}. @param items attribute name to text, or to a number */
    void put(List<Map<String, Object>> items) {
        ArrayNode requests = Json.array(items.stream().map(item -> Json.object("PutRequest", Json.object("Item", attributes(item)))).toList());
        JsonNode left = call("BatchWriteItem", Json.object("RequestItems", Json.object(table, requests))).path("UnprocessedItems");
        if (!left.isEmpty()) {
            throw new IllegalStateException("the table did not take " + left);
        }
    }

    private static ObjectNode attributes(Map<String, Object> item) {
        ObjectNode attributes = Json.object();
        item.forEach((name, value) -> attributes.set(name, value instanceof Number ? Json.object("N", value.toString()) : Json.object("S", value)));
        return attributes;
    }

    private JsonNode call(String action, JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(aws)
                .header("content-type", "application/x-amz-json-1.0").header("x-amz-target", "DynamoDB_20120810." + action)
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body))).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(action + " answered " + answer.statusCode() + " " + answer.body());
            }
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + action, stopped);
        }
    }
}
