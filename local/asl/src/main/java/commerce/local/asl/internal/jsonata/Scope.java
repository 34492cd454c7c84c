package commerce.local.asl.internal.jsonata;

import java.util.Map;

/**
 * What one evaluation can see.
 *
 * @param variables workflow variables visible here, outer ones first overridden by inner ones
 * @param states the value of {@code $states}
 * @param ambient time and randomness
 */
public record Scope(Map<String, Object> variables, Map<String, Object> states, Ambient ambient) {}
