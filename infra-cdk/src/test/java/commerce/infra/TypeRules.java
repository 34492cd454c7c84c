package commerce.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which resource types there are. The local stage must know what to do with each, so none comes in unnoticed. */
final class TypeRules {

    static final Rule LISTED = new Rule("every resource type is one that the README lists", templates -> {
        var listed = inReadme();
        return templates.all().stream().filter(resource -> !listed.contains(resource.type())).map(resource -> resource + " is a " + resource.type());
    });

    static final List<Rule> ALL = List.of(LISTED);

    private TypeRules() {}

    static Set<String> inReadme() {
        try {
            return Pattern.compile("`(AWS::\\w+::\\w+)`").matcher(Files.readString(Path.of("README.md"))).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
