package commerce.local.stage.template;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A resource as the template has it; logical ids are unique within a stack only.
 *
 * @param properties unresolved
 */
record Resource(String stack, String logicalId, String type, JsonNode properties, JsonNode metadata) {

    /** How messages name it. */
    String address() {
        return stack + "/" + logicalId;
    }
}
