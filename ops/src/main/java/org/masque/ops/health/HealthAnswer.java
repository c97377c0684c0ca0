package org.masque.ops.health;

import java.util.Map;

/**
 * What a health endpoint says.
 *
 * @param good whether all is well: 200, else 503
 * @param body the JSON object, in this order
 */
public record HealthAnswer(boolean good, Map<String, Object> body) {}
