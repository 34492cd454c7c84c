package commerce.infra;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that must be true of the templates, whoever writes them.
 *
 * @param name a sentence
 * @param check finds what breaks the rule: one line for each offender, which it names
 */
record Rule(String name, Function<Templates, Stream<String>> check) {

    /** Of every resource of that type. */
    static Rule ofEvery(String type, String name, BiPredicate<Templates, Templates.Resource> holds) {
        return new Rule(name, templates -> templates.ofType(type).filter(resource -> !holds.test(templates, resource)).map(Templates.Resource::toString));
    }

    List<String> findings(Templates templates) {
        return check.apply(templates).sorted().toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
