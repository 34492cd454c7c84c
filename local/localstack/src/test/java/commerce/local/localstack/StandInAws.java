package commerce.local.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * S3 and CloudFormation over real HTTP, as far as a deployment uses them: buckets and objects by path; stacks that take two looks to be
 * done, import only what a finished stack exports, and read template and code from the buckets. No resource is made of anything; of
 * Lambda and Secrets Manager there is only what says that a call has arrived.
 */
final class StandInAws implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, byte[]> objects = new HashMap<>();
    private final Set<String> buckets = new HashSet<>();
    private final Map<String, Stack> stacks = new LinkedHashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private boolean neverDone;

    private static final class Stack {
        String status;
        int looks;
        JsonNode template;
        Map<String, String> parameters = new TreeMap<>();
        final List<String[]> events = new ArrayList<>();
    }

    StandInAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The changes that were asked for, in order: {@code CreateStack name}, {@code PutObject key}, ... */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized List<String> calls(String action) {
        return calls.stream().filter(call -> call.startsWith(action + " ")).map(call -> call.substring(action.length() + 1)).toList();
    }

    synchronized Map<String, String> parameters(String stack) {
        return Map.copyOf(stacks.get(stack).parameters);
    }

    synchronized JsonNode template(String stack) {
        return stacks.get(stack).template;
    }

    /** From now on this resource cannot be created. */
    synchronized void fail(String logicalId, String reason) {
        failures.put(logicalId, reason);
    }

    synchronized void mend() {
        failures.clear();
    }

    synchronized void neverFinish() {
        neverDone = true;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().startsWith("/2015-03-31/functions/")) {
                lambda(exchange, exchange.getRequestURI().getPath().split("/")[3]);
            } else if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
                answer(exchange, 200, "{\"SecretString\":\"the secret of " + JSON.readTree(body).path("SecretId").asText() + "\"}");
            } else if (exchange.getRequestMethod().equals("POST") && exchange.getRequestURI().getPath().equals("/")) {
                cloudFormation(exchange, form(new String(body, StandardCharsets.UTF_8)));
            } else {
                s3(exchange, exchange.getRequestURI().getPath().substring(1).split("/", 2), body);
            }
        }
    }

    private void lambda(HttpExchange exchange, String function) throws IOException {
        var asked = exchange.getRequestURI().toString();
        if (asked.endsWith("/configuration")) {
            answer(exchange, 200, "{\"Environment\":{\"Variables\":{\"SIMULATOR_SECRET_ARN\":\"simulators\"}}}");
        } else {
            calls.add("Invoke " + function + asked.substring(asked.indexOf('?')));
            answer(exchange, 200, "{\"statusCode\":200,\"body\":\"answered by " + function + "\"}");
        }
    }

    private void s3(HttpExchange exchange, String[] path, byte[] body) throws IOException {
        var bucket = path[0];
        var key = path.length == 1 ? "" : path[1];
        switch (exchange.getRequestMethod() + (key.isEmpty() ? " bucket" : " object")) {
            case "HEAD bucket" -> answer(exchange, buckets.contains(bucket) ? 200 : 404, "");
            case "PUT bucket" -> {
                calls.add("CreateBucket " + bucket);
                buckets.add(bucket);
                answer(exchange, 200, "");
            }
            case "GET bucket" -> answer(exchange, 200, "<ListAllMyBucketsResult/>");
            case "HEAD object" -> answer(exchange, objects.containsKey(bucket + "/" + key) ? 200 : 404, "");
            case "PUT object" -> {
                calls.add("PutObject " + key);
                objects.put(bucket + "/" + key, body);
                answer(exchange, 200, "");
            }
            default -> answer(exchange, 501, "");
        }
    }

    private void cloudFormation(HttpExchange exchange, Map<String, String> form) throws IOException {
        var name = form.get("StackName");
        var stack = stacks.get(name);
        switch (form.get("Action")) {
            case "DescribeStacks" -> {
                if (stack == null) {
                    refuse(exchange, "Stack with id " + name + " does not exist");
                } else {
                    advance(stack);
                    answer(exchange, 200, described(name, stack));
                }
            }
            case "CreateStack" -> {
                calls.add("CreateStack " + name);
                if (stack != null) {
                    refuse(exchange, "Stack [" + name + "] already exists");
                    return;
                }
                stack = new Stack();
                stacks.put(name, stack);
                begin(stack, "CREATE", name, form);
                answer(exchange, 200, "<CreateStackResponse><CreateStackResult><StackId>" + name + "</StackId></CreateStackResult></CreateStackResponse>");
            }
            case "UpdateStack" -> {
                calls.add("UpdateStack " + name);
                if (template(form).equals(stack.template) && parameters(form, stack).equals(stack.parameters)) {
                    refuse(exchange, "No updates are to be performed.");
                    return;
                }
                begin(stack, "UPDATE", name, form);
                answer(exchange, 200, "<UpdateStackResponse><UpdateStackResult><StackId>" + name + "</StackId></UpdateStackResult></UpdateStackResponse>");
            }
            case "DeleteStack" -> {
                calls.add("DeleteStack " + name);
                stacks.remove(name);
                answer(exchange, 200, "<DeleteStackResponse/>");
            }
            case "DescribeStackEvents" -> answer(exchange, 200, events(name, stack));
            case String other -> refuse(exchange, other + " is not known here");
        }
    }

    private void begin(Stack stack, String what, String name, Map<String, String> form) throws IOException {
        stack.parameters = parameters(form, stack);
        stack.template = template(form);
        stack.status = what + "_IN_PROGRESS";
        stack.looks = 0;
        stack.events.addFirst(new String[] {name, "AWS::CloudFormation::Stack", stack.status, "User Initiated"});
        var broken = stack.template.path("Resources").properties().stream().filter(resource -> reason(resource.getKey(), resource.getValue()) != null).toList();
        broken.forEach(resource -> stack.events.addFirst(new String[] {resource.getKey(), resource.getValue().path("Type").asText(), what + "_FAILED", reason(resource.getKey(), resource.getValue())}));
        if (!broken.isEmpty()) {
            stack.events.addFirst(new String[] {"Bystander", "AWS::IAM::Role", what + "_FAILED", "Resource creation cancelled"});
        }
    }

    private void advance(Stack stack) {
        if (stack.status.endsWith("_IN_PROGRESS") && ++stack.looks > 2 && !neverDone) {
            var failed = stack.events.getFirst()[3].equals("Resource creation cancelled");
            var update = stack.status.startsWith("UPDATE");
            stack.status = failed ? (update ? "UPDATE_ROLLBACK_COMPLETE" : "ROLLBACK_COMPLETE") : update ? "UPDATE_COMPLETE" : "CREATE_COMPLETE";
        }
    }

    /** Why a resource cannot be made, or null: it was told to fail, imports what nobody exports, or has code that is not there. */
    private String reason(String id, JsonNode resource) {
        if (failures.containsKey(id)) {
            return failures.get(id);
        }
        for (var imported : resource.findValues("Fn::ImportValue")) {
            if (!exports().contains(imported.asText())) {
                return "No export named " + imported.asText() + " found.";
            }
        }
        var code = resource.path("Properties").path("Code").path("S3Key");
        if (code.isTextual() && objects.keySet().stream().noneMatch(key -> key.endsWith("/" + code.asText()))) {
            return "S3 Error Code: NoSuchKey: " + code.asText();
        }
        return null;
    }

    private Set<String> exports() {
        var names = new HashSet<String>();
        stacks.values().stream().filter(stack -> stack.status.endsWith("_COMPLETE"))
                .forEach(stack -> stack.template.path("Outputs").forEach(output -> names.add(output.path("Export").path("Name").asText())));
        return names;
    }

    private JsonNode template(Map<String, String> form) throws IOException {
        return JSON.readTree(objects.get(URI.create(form.get("TemplateURL")).getPath().substring(1)));
    }

    private static Map<String, String> parameters(Map<String, String> form, Stack stack) {
        var parameters = new TreeMap<String, String>();
        for (var i = 1; form.containsKey("Parameters.member." + i + ".ParameterKey"); i++) {
            var key = form.get("Parameters.member." + i + ".ParameterKey");
            parameters.put(key, "true".equals(form.get("Parameters.member." + i + ".UsePreviousValue")) ? stack.parameters.get(key) : form.get("Parameters.member." + i + ".ParameterValue"));
        }
        return parameters;
    }

    private static String described(String name, Stack stack) {
        var parameters = new StringBuilder();
        stack.parameters.forEach((key, value) -> parameters.append("<member><ParameterKey>").append(key).append("</ParameterKey><ParameterValue>").append(value).append("</ParameterValue></member>"));
        return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>" + name + "</StackName><StackStatus>" + stack.status
                + "</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Parameters>" + parameters + "</Parameters></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    }

    private static String events(String name, Stack stack) {
        var events = new StringBuilder();
        stack.events.forEach(event -> events.append("<member><EventId>e</EventId><StackName>").append(name).append("</StackName><LogicalResourceId>").append(event[0])
                .append("</LogicalResourceId><ResourceType>").append(event[1]).append("</ResourceType><ResourceStatus>").append(event[2])
                .append("</ResourceStatus><ResourceStatusReason>").append(event[3]).append("</ResourceStatusReason></member>"));
        return "<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>" + events + "</StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>";
    }

    private static Map<String, String> form(String body) {
        var form = new HashMap<String, String>();
        for (var pair : body.split("&")) {
            var parts = pair.split("=", 2);
            form.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void refuse(HttpExchange exchange, String message) throws IOException {
        answer(exchange, 400, "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>" + message + "</Message></Error><RequestId>r</RequestId></ErrorResponse>");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
