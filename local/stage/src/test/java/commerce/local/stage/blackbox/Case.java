package commerce.local.stage.blackbox;

/**
 * One wrong request and its documented answer.
 *
 * @param name what is wrong
 * @param method HTTP method
 * @param path may hold {@code {open}} and {@code {paid}}: the ids of alice's two orders
 * @param who sends it
 * @param key {@code Idempotency-Key}, or null; {@code fresh} is a new one
 * @param body as sent
 * @param status expected
 * @param answer expected: a problem's slug, or the gateway's message where it begins with a capital
 * @param field the problem's field; null where none is to be named
 */
record Case(String name, String method, String path, Who who, String key, String body, int status, String answer, String field) {

    boolean isTheGateways() {
        return Character.isUpperCase(answer.charAt(0));
    }

    @Override
    public String toString() {
        return method + " " + path + " by " + who + ": " + name;
    }
}
