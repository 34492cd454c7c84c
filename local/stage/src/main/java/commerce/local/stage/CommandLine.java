package commerce.local.stage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The stage's own command line. */
final class CommandLine {

    static final String USAGE = "usage: [--port N] [--assembly FOLDER] [--dynamodb-endpoint URL] [--isolated]";
    private static final int DEFAULT_PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;

    private CommandLine() {}

    /** Something on it is wrong; the message says what, in one line. */
    static final class Wrong extends Exception {
        Wrong(String message) {
            super(message + "; " + USAGE);
        }
    }

    /** @param home the checkout, where {@code cdk.out} and {@code .commerce} are unless said otherwise */
    static StageOptions parse(List<String> arguments, Path home) throws Wrong {
        var port = DEFAULT_PORT;
        var assembly = home.resolve("cdk.out").resolve("local");
        Optional<URI> dynamoDb = Optional.empty();
        Optional<Path> isolated = Optional.empty();
        for (var words = arguments.iterator(); words.hasNext();) {
            var name = words.next();
            switch (name) {
                case "--port" -> port = port(value(name, words));
                case "--assembly" -> assembly = Path.of(value(name, words));
                case "--dynamodb-endpoint" -> dynamoDb = Optional.of(endpoint(value(name, words)));
                case "--isolated" -> isolated = Optional.of(home);
                default -> throw new Wrong("unknown option " + name);
            }
        }
        return new StageOptions(port, dynamoDb, assembly, home.resolve(".commerce"), isolated);
    }

    private static String value(String name, Iterator<String> words) throws Wrong {
        if (!words.hasNext()) {
            throw new Wrong(name + " needs a value");
        }
        return words.next();
    }

    private static int port(String text) throws Wrong {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new Wrong("--port " + text + " is not a port");
        }
        return Integer.parseInt(text);
    }

    private static URI endpoint(String text) throws Wrong {
        if (!text.matches("http://[^/]+/?")) {
            throw new Wrong("--dynamodb-endpoint " + text + " is not of the form http://host:port");
        }
        return URI.create(text);
    }
}
