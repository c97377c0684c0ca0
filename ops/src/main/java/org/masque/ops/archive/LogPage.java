package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Some lines of a run's log.
 *
 * @param lines the earliest first
 * @param next ask for what follows by this
 */
public record LogPage(List<JsonNode> lines, long next) {}
