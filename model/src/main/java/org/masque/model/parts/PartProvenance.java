package org.masque.model.parts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where labels come from: encoder, provider, settings, seed, images. Labels of another provenance are other labels.
 *
 * @param entries names and values in the order of writing, each one line
 */
public record PartProvenance(Map<String, String> entries) {
    private static final String JOINT = " = ";

    public PartProvenance {
        entries = new LinkedHashMap<>(entries);
        entries.forEach((name, value) -> {
            if (name.contains(JOINT) || (name + value).contains("\n")) {
                throw new IllegalArgumentException("not one line of a provenance: " + name + JOINT + value);
            }
        });
    }

    /** One {@code name = value} a line. */
    public String text() {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + JOINT + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Reads what {@link #text} gave. */
    static PartProvenance parse(String text) {
        Map<String, String> entries = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int joint = line.indexOf(JOINT);
            if (joint > 0) {
                entries.put(line.substring(0, joint), line.substring(joint + JOINT.length()));
            }
        });
        return new PartProvenance(entries);
    }

    /** What differs from another provenance: {@code name = value there, not value here}; empty if nothing does. */
    String differences(PartProvenance wanted) {
        Map<String, String> names = new LinkedHashMap<>(entries);
        names.putAll(wanted.entries);
        return names.keySet().stream()
                .filter(name ->
                        !entries.getOrDefault(name, "nothing").equals(wanted.entries.getOrDefault(name, "nothing")))
                .map(name -> name + JOINT + entries.getOrDefault(name, "nothing") + ", not "
                        + wanted.entries.getOrDefault(name, "nothing"))
                .collect(Collectors.joining("; "));
    }
}
