package commerce.local.asl.internal.jsonata;

import commerce.local.asl.internal.json.Numbers;
import commerce.local.asl.internal.json.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what the JSONata library returns into plain values: its list types copied, whole doubles made integers, nested undefined null. */
final class Results {

    private Results() {}

    /** Empty if the result holds something that is not JSON: a function or a regular expression. */
    static Optional<Object> normalise(Object raw) {
        Object value = copy(raw);
        return value == UNSUPPORTED ? Optional.empty() : Optional.of(value);
    }

    private static final Object UNSUPPORTED = new Object();

    private static Object copy(Object raw) {
        if (raw == null || raw == Values.NULL) {
            return Values.NULL;
        }
        return switch (raw) {
            case String text -> text;
            case Boolean flag -> flag;
            case Number number -> Numbers.normalise(number);
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            default -> UNSUPPORTED;
        };
    }

    private static Object object(Map<?, ?> map) {
        Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object value = copy(entry.getValue());
            if (value == UNSUPPORTED) {
                return UNSUPPORTED;
            }
            copy.put((String) entry.getKey(), value);
        }
        return copy;
    }

    private static Object array(List<?> list) {
        List<Object> copy = new ArrayList<>(list.size());
        for (Object item : list) {
            Object value = copy(item);
            if (value == UNSUPPORTED) {
                return UNSUPPORTED;
            }
            copy.add(value);
        }
        return copy;
    }
}
