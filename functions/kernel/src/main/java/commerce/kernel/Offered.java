package commerce.kernel;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item whose events were offered to the bus.
 *
 * @param item as it was when they were read
 * @param published the attributes of those events the bus has taken; the others will be offered again
 */
public record Offered(Map<String, AttributeValue> item, Set<String> published) {}
