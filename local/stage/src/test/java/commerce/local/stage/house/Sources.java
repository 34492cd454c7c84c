package commerce.local.stage.house;

import commerce.local.stage.contracts.Contracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The main code of the functions' modules as text: for names that compiled classes no longer tell apart from other strings. */
final class Sources {

    private static final Pattern COMMENT = Pattern.compile("(?s:/\\*.*?\\*/)|(?m:^\\s*//[^\n]*)");

    private final Map<Path, String> texts = new TreeMap<>();

    private Sources() {}

    /** Without comments. */
    static Sources ofFunctions() {
        var sources = new Sources();
        try (var files = Files.walk(Contracts.checkout().resolve("functions"))) {
            for (var file : files.filter(file -> file.toString().contains("/src/main/java/") && file.toString().endsWith(".java")).toList()) {
                sources.texts.put(file, COMMENT.matcher(Files.readString(file)).replaceAll(""));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the files in whose text the words occur, or do not. */
    Sources with(String words, boolean occurring) {
        var some = new Sources();
        texts.forEach((file, text) -> {
            if (text.contains(words) == occurring) {
                some.texts.put(file, text);
            }
        });
        return some;
    }

    List<MatchResult> find(String pattern) {
        return texts.values().stream().flatMap(text -> Pattern.compile(pattern).matcher(text).results()).toList();
    }

    /** Every string constant of that form. */
    List<String> strings(String pattern) {
        return find("\"(" + pattern + ")\"").stream().map(match -> match.group(1)).distinct().sorted().toList();
    }
}
