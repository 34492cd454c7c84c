package commerce.settlement.domain.commission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When a rule holds and which lines it is about. A line must be one of every list that names anything.
 *
 * @param enabled whether it is used at all
 * @param priority of two rules that cover a line the lower number is used, then the lower id
 * @param validFrom the first moment it holds
 * @param validUntil the first moment it no longer holds
 * @param merchantIds whose lines
 * @param categories of the product
 * @param skus the products
 */
public record Scope(
        boolean enabled,
        int priority,
        Optional<Instant> validFrom,
        Optional<Instant> validUntil,
        @JsonInclude(Include.NON_EMPTY) List<String> merchantIds,
        @JsonInclude(Include.NON_EMPTY) List<String> categories,
        @JsonInclude(Include.NON_EMPTY) List<String> skus) {

    public Scope {
        merchantIds = sorted(merchantIds);
        categories = sorted(categories);
        skus = sorted(skus);
    }

    private static List<String> sorted(List<String> names) {
        return names == null ? List.of() : List.copyOf(new TreeSet<>(names));
    }

    public boolean covers(SaleLine line, Instant now) {
        return enabled && validFrom.filter(now::isBefore).isEmpty() && validUntil.filter(end -> !now.isBefore(end)).isEmpty()
                && (merchantIds.isEmpty() || merchantIds.contains(line.merchantId()))
                && (categories.isEmpty() || line.category().filter(categories::contains).isPresent())
                && (skus.isEmpty() || skus.contains(line.sku()));
    }

    Optional<Fault> fault() {
        return validFrom.isPresent() && validUntil.isPresent() && !validFrom.get().isBefore(validUntil.get())
                ? Optional.of(new Fault("validUntil", "must be later than validFrom")) : Optional.empty();
    }
}
