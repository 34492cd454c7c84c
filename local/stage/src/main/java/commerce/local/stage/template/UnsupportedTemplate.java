package commerce.local.stage.template;

import java.util.List;

/** The templates hold something this stage cannot honour. Says what and where; starting anyway would hide it. */
public final class UnsupportedTemplate extends RuntimeException {

    public UnsupportedTemplate(String message) {
        super(message);
    }

    UnsupportedTemplate(List<String> faults) {
        super(faults.size() == 1 ? faults.getFirst() : "%d things are not supported:%n  %s".formatted(faults.size(), String.join("\n  ", faults)));
    }
}
