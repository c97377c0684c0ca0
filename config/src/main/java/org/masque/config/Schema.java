package org.masque.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key and section there is, read from the components of {@link Recipe} and of the records in it. */
final class Schema {
    /** The only one. */
    static final Schema RECIPE = new Schema();

    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final Map<Class<?>, String> sections = new LinkedHashMap<>();

    private Schema() {
        addSection(Recipe.class, "");
    }

    private void addSection(Class<?> section, String name) {
        sections.put(section, name);
        List<OnlyIf> ofSection = List.of(section.getAnnotationsByType(OnlyIf.class));
        for (RecordComponent component : section.getRecordComponents()) {
            String child = child(name, component.getName());
            if (isSection(component.getType())) {
                addSection(component.getType(), child);
            } else {
                List<OnlyIf> conditions = new ArrayList<>(ofSection);
                conditions.addAll(List.of(component.getAnnotationsByType(OnlyIf.class)));
                keys.put(child, new Key(child, component, impact(section, component), List.copyOf(conditions)));
            }
        }
    }

    private static Impact impact(Class<?> section, RecordComponent component) {
        Affects own = component.getAnnotation(Affects.class);
        return (own == null ? section.getAnnotation(Affects.class) : own).value();
    }

    /** The full name of what is called {@code name} in a section; the root section has the empty name. */
    static String child(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    /** Whether a record is a section, and not a value such as {@link Span}. */
    static boolean isSection(Class<?> type) {
        return type.isAnnotationPresent(Affects.class);
    }

    /** All keys, in the order of the records. */
    List<Key> keys() {
        return List.copyOf(keys.values());
    }

    /** The full names of all sections and keys. */
    List<String> names() {
        List<String> names = new ArrayList<>(keys.keySet());
        sections.values().stream().filter(name -> !name.isEmpty()).forEach(names::add);
        return names;
    }

    /** The key of that full name, if there is one. */
    @Nullable
    Key key(String name) {
        return keys.get(name);
    }

    /** What sections mean, by full name, in the order of the records. */
    Map<String, String> sectionMeanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        sections.forEach((section, name) -> {
            if (!name.isEmpty()) {
                meanings.put(name, section.getAnnotation(Meaning.class).value());
            }
        });
        return meanings;
    }

    /** A key that there is. */
    Key require(String name) {
        Key key = key(name);
        if (key == null) {
            throw new IllegalArgumentException("no such key: " + name);
        }
        return key;
    }

    /** The full name of a section, empty for {@link Recipe}. */
    String nameOf(Class<?> section) {
        String name = sections.get(section);
        if (name == null) {
            throw new IllegalArgumentException(section + " is not a section of a recipe");
        }
        return name;
    }

    /** Whether there is a section of that full name. */
    boolean hasSection(String name) {
        return !name.isEmpty() && sections.containsValue(name);
    }
}
