package commerce.infra;

/**
 * A route of the HTTP API and the operation that answers it.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT}
 * @param path with {@code {parameters}}
 */
record Route(String method, String path, Access access, Operation operation) {

    /** @param key as API Gateway writes it: {@code POST /orders} */
    static Route of(String key, Access access, Operation operation) {
        var parts = key.split(" ", 2);
        return new Route(parts[0], parts[1], access, operation);
    }
}
