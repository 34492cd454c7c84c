package commerce.infra;

import java.util.List;
import java.util.stream.Stream;

/** All rules, in the order in which one would read a template. */
final class Rules {

    private Rules() {}

    static List<Rule> all() {
        return Stream.of(TypeRules.ALL, FunctionRules.ALL, CodeRules.ALL, PolicyRules.ALL, QueueRules.ALL, DeliveryRules.ALL, DataRules.ALL, WorkflowRules.ALL, EdgeRules.ALL, AlarmRules.ALL)
                .flatMap(List::stream).toList();
    }
}
