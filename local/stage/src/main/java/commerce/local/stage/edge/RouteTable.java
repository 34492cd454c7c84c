package commerce.local.stage.edge;

import commerce.local.stage.StageModel.Route;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the route of a request the way API Gateway does: a static segment goes before a parameter, a parameter before a greedy
 * {@code {proxy+}}, the method before {@code ANY}, and {@code $default} takes what is left. A path whose method has no route is
 * unknown, exactly like an unknown path.
 */
final class RouteTable {

    private static final String DEFAULT = "$default";
    private final Node root = new Node();
    private Route fallback;

    /**
     * @param path decoded
     * @param pathParameters likewise
     */
    record Match(Route route, String path, Map<String, String> pathParameters) {}

    private static final class Node {
        final Map<String, Node> children = new HashMap<>();
        final Map<String, Route> routes = new HashMap<>();
        final Map<String, Route> greedy = new HashMap<>();
        Node parameter;
    }

    RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    /** @param path decoded */
    Optional<Match> find(String method, String path) {
        String[] segments = segments(path);
        Route route = find(root, method, segments, 0);
        return Optional.ofNullable(route == null ? fallback : route).map(found -> new Match(found, path, parameters(found, segments)));
    }

    private void add(Route route) {
        if (route.path().equals(DEFAULT) || route.method().equals(DEFAULT)) {
            fallback = route;
            return;
        }
        Node node = root;
        for (String segment : segments(route.path())) {
            if (segment.endsWith("+}")) {
                node.greedy.put(route.method(), route);
                return;
            }
            if (isParameter(segment)) {
                node.parameter = node.parameter == null ? new Node() : node.parameter;
                node = node.parameter;
            } else {
                node = node.children.computeIfAbsent(segment, name -> new Node());
            }
        }
        node.routes.put(route.method(), route);
    }

    private static Route find(Node node, String method, String[] segments, int depth) {
        if (depth == segments.length) {
            return byMethod(node.routes, method);
        }
        Node child = node.children.get(segments[depth]);
        Route route = child == null ? null : find(child, method, segments, depth + 1);
        if (route == null && node.parameter != null && !segments[depth].isEmpty()) {
            route = find(node.parameter, method, segments, depth + 1);
        }
        // A greedy variable stands for at least one character: /{proxy+} does not match /.
        boolean nothingLeft = depth == segments.length - 1 && segments[depth].isEmpty();
        return route != null || nothingLeft ? route : byMethod(node.greedy, method);
    }

    private static Route byMethod(Map<String, Route> routes, String method) {
        Route route = routes.get(method);
        return route != null ? route : routes.get("ANY");
    }

    private static Map<String, String> parameters(Route route, String[] segments) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String[] pattern = segments(route.path());
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].endsWith("+}")) {
                String rest = String.join("/", List.of(segments).subList(i, segments.length));
                parameters.put(pattern[i].substring(1, pattern[i].length() - 2), rest);
            } else if (isParameter(pattern[i])) {
                parameters.put(pattern[i].substring(1, pattern[i].length() - 1), segments[i]);
            }
        }
        return parameters;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /** {@code /orders/} has two segments, the second empty: it is not {@code /orders}. */
    private static String[] segments(String path) {
        return (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    }
}
