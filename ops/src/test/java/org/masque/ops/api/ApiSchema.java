package org.masque.ops.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares an answer with a schema of {@code openapi.yaml}: types, what is required, and nothing that it does not name.
 */
final class ApiSchema {
    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private ApiSchema(JsonNode document) {
        this.document = document;
    }

    /** What of an answer is not as the schema says; empty if all is. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode answer) {
        ApiSchema check = new ApiSchema(document);
        check.compare("answer", schema, answer);
        return check.faults;
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private void compare(String where, JsonNode reference, JsonNode value) {
        JsonNode schema = resolved(reference);
        if (value.isNull()) {
            note(schema.path("nullable").asBoolean(), where + " is null");
        } else if (schema.has("allOf") || schema.path("type").asText().equals("object")) {
            note(value.isObject(), where + " is no object");
            compareObject(where, schema, value);
        } else if (schema.path("type").asText().equals("array")) {
            note(value.isArray(), where + " is no array");
            for (JsonNode item : value) {
                compare(where + "[]", schema.get("items"), item);
            }
        } else {
            compareScalar(where, schema, value);
        }
    }

    private void compareObject(String where, JsonNode schema, JsonNode value) {
        Map<String, JsonNode> properties = new TreeMap<>();
        Set<String> required = new TreeSet<>();
        collect(schema, properties, required);
        JsonNode others = schema.path("additionalProperties");
        required.forEach(name -> note(value.has(name), where + " has no " + name));
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            String name = where + "." + each.getKey();
            if (properties.containsKey(each.getKey())) {
                compare(name, properties.get(each.getKey()), each.getValue());
            } else if (others.isObject()) {
                compare(name, others, each.getValue());
            } else {
                note(others.asBoolean(), name + " is not in the schema");
            }
        }
    }

    private void collect(JsonNode reference, Map<String, JsonNode> properties, Set<String> required) {
        JsonNode schema = resolved(reference);
        schema.path("allOf").forEach(part -> collect(part, properties, required));
        schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
        schema.path("required").forEach(name -> required.add(name.asText()));
    }

    private void compareScalar(String where, JsonNode schema, JsonNode value) {
        String type = schema.path("type").asText();
        boolean fits = switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        note(fits, where + " is no " + type + ": " + value);
        Set<String> allowed = new TreeSet<>();
        schema.path("enum").forEach(each -> allowed.add(each.asText()));
        note(allowed.isEmpty() || allowed.contains(value.asText()), where + " is none of " + allowed + ": " + value);
    }

    private void note(boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
