package commerce.local.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An emulator in Docker, and what of our templates it can take. The list of resource types it knows is a resource beside this class,
 * with its sources; a type that is not in it is left out if nothing here would notice, and refused otherwise.
 */
enum Target {

    LOCALSTACK("localstack", "LocalStack"),
    FLOCI("floci", "floci");

    /** What nobody on a developer's machine misses, and why. */
    private static final Map<String, String> NOT_MISSED = Map.of(
            "AWS::Events::Archive", "nobody replays events from there",
            "AWS::Logs::MetricFilter", "nobody is paged from there");
    /** Instead of these types there is our own front door; see {@link commerce.local.stage.remote.RemoteShop}. */
    private static final String FRONT_DOOR = "AWS::ApiGatewayV2::";

    private final String id;
    private final String title;
    private final Set<String> known;

    Target(String id, String title) {
        this.id = id;
        this.title = title;
        this.known = read(id);
    }

    /** @param id as on the command line; it is also the environment's name and the compose profile's */
    static Optional<Target> of(String id) {
        return Arrays.stream(values()).filter(target -> target.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** Whether this stack is the front door, which our own replaces. */
    static boolean isFrontDoor(CloudAssembly.Stack stack) {
        return stack.has(type -> type.startsWith(FRONT_DOOR));
    }

    boolean knows(String type) {
        return known.contains(type);
    }

    Set<String> known() {
        return known;
    }

    /** Why a resource of a type this target does not know may be left out; empty if it may not. */
    Optional<String> whyNotMissed(String type) {
        return Optional.ofNullable(NOT_MISSED.get(type));
    }

    /** One type a line; lines that begin with # say where it is from. */
    private static Set<String> read(String id) {
        try (var resource = Target.class.getResourceAsStream("types-" + id + ".txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
