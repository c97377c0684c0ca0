package org.masque.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by full key: a recipe, a section of one, or the part of one that could be read. A key that is missing or wrong
 * is simply absent, so that the rules which need it can be passed over and the others still be checked.
 */
final class RecipeValues {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** The values of a whole recipe. */
    static RecipeValues of(Recipe recipe) {
        RecipeValues values = new RecipeValues();
        values.putSection(Recipe.class, componentsOf(recipe));
        return values;
    }

    /** The values of a section that is being constructed, in the order of its components. */
    static RecipeValues of(Class<? extends Record> section, Object... components) {
        RecipeValues values = new RecipeValues();
        values.putSection(section, components);
        return values;
    }

    private void putSection(Class<?> section, Object... components) {
        RecordComponent[] declared = section.getRecordComponents();
        if (declared.length != components.length) {
            throw new IllegalArgumentException(section + " has " + declared.length + " components");
        }
        for (int i = 0; i < declared.length; i++) {
            if (components[i] instanceof Record nested && Schema.isSection(nested.getClass())) {
                putSection(nested.getClass(), componentsOf(nested));
            } else {
                put(Schema.child(Schema.RECIPE.nameOf(section), declared[i].getName()), components[i]);
            }
        }
    }

    private static Object[] componentsOf(Record section) {
        return Arrays.stream(section.getClass().getRecordComponents())
                .map(component -> componentOf(section, component))
                .toArray();
    }

    /** The value of one component of a record. */
    static Object componentOf(Record section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an accessor of " + section.getClass() + " failed", e);
        }
    }

    void put(String key, Object value) {
        values.put(key, value);
    }

    void remove(String key) {
        values.remove(key);
    }

    /** The value of a key; null where it is absent. */
    @Nullable
    Object get(String key) {
        return values.get(key);
    }

    /** Whether all these keys have a value; a name that is no key at all is an error of the caller. */
    boolean has(String... keys) {
        for (String key : keys) {
            Schema.RECIPE.require(key);
        }
        return Arrays.stream(keys).allMatch(values::containsKey);
    }

    /** A value that is there: ask {@link #has} before. */
    private Object present(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " is absent");
        }
        return value;
    }

    /** A whole number that is there. */
    long integer(String key) {
        return ((Number) present(key)).longValue();
    }

    /** A number that is there. */
    double number(String key) {
        return ((Number) present(key)).doubleValue();
    }

    /** A text that is there. */
    String text(String key) {
        return (String) present(key);
    }

    /** A range that is there. */
    Span span(String key) {
        return (Span) present(key);
    }

    /** Whole numbers that are there. */
    List<Integer> integers(String key) {
        return ((List<?>) present(key)).stream().map(Integer.class::cast).toList();
    }

    /** A choice that is there. */
    Enum<?> choice(String key) {
        return (Enum<?>) present(key);
    }

    /** Whether a choice that is there is this one. */
    boolean is(String key, Enum<?> choice) {
        return present(key) == choice;
    }

    /** Makes the recipe; every key must be there. */
    Recipe toRecipe() {
        return (Recipe) build(Recipe.class);
    }

    private Object build(Class<?> section) {
        RecordComponent[] declared = section.getRecordComponents();
        Object[] arguments = new Object[declared.length];
        for (int i = 0; i < declared.length; i++) {
            arguments[i] = Schema.isSection(declared[i].getType())
                    ? build(declared[i].getType())
                    : present(Schema.child(Schema.RECIPE.nameOf(section), declared[i].getName()));
        }
        return construct(section, arguments);
    }

    /** Calls the canonical constructor of a record; what that throws comes out as it is. */
    static Object construct(Class<?> record, Object... arguments) {
        Class<?>[] types = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("the constructor of " + record + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record + " cannot be constructed", e);
        }
    }
}
