package org.masque.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a resolved HOCON tree by the {@link Schema}, and keeps going where something is wrong. */
final class RecipeReader {
    private final Place root;
    private final RecipeValues values = new RecipeValues();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> wrong = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private RecipeReader(Place root) {
        this.root = root;
    }

    /**
     * Makes a recipe of the tree.
     *
     * @param tree all substitutions resolved
     * @param root what to name as the place of a missing key
     * @throws ConfigException with all problems of types, ranges, names and rules
     */
    static Recipe read(ConfigObject tree, Place root) {
        RecipeReader reader = new RecipeReader(root);
        reader.readSection("", tree);
        Schema.RECIPE.keys().forEach(reader::fillIn);
        for (Problem problem : Checks.problems(reader.values)) {
            reader.problems.add(problem.at(reader.places.getOrDefault(problem.key(), root)));
        }
        if (!reader.problems.isEmpty()) {
            throw new ConfigException(reader.problems);
        }
        return reader.values.toRecipe();
    }

    private void readSection(String section, ConfigObject tree) {
        tree.forEach((name, value) -> readEntry(Schema.child(section, name), name, value));
    }

    private void readEntry(String fullName, String name, ConfigValue value) {
        Key key = Schema.RECIPE.key(fullName);
        boolean section = Schema.RECIPE.hasSection(fullName);
        places.put(fullName, Place.of(value.origin(), root));
        if (name.contains(".") || (key == null && !section)) {
            add(fullName, "unknown key", unknownKeyRemedy(fullName));
        } else if (value.valueType() == ConfigValueType.NULL) {
            places.remove(fullName);
        } else if (key != null) {
            readValue(key, value);
        } else if (value instanceof ConfigObject tree) {
            readSection(fullName, tree);
        } else {
            wrong.add(fullName);
            add(fullName, ValueReader.shown(value) + " is not a section", "write " + fullName + " { ... }");
        }
    }

    private static String unknownKeyRemedy(String fullName) {
        return Suggestion.nearest(fullName, Schema.RECIPE.names())
                .map(name -> "did you mean " + name + "?")
                .orElse("take it out");
    }

    private void readValue(Key key, ConfigValue value) {
        try {
            values.put(key.name(), ValueReader.read(key, value));
        } catch (IllegalArgumentException e) {
            wrong.add(key.name());
            add(key.name(), String.valueOf(e.getMessage()), key.remedy());
        }
    }

    /** Puts the default where the tree has nothing; says so where there is none. */
    private void fillIn(Key key) {
        if (values.has(key.name()) || wrong.stream().anyMatch(name -> isIn(key.name(), name))) {
            return;
        }
        String text = key.defaultText();
        if (text == null) {
            add(key.name(), "is required", key.remedy());
        } else {
            values.put(key.name(), valueOfDefault(key, text));
        }
    }

    private static boolean isIn(String key, String wrongName) {
        return key.equals(wrongName) || key.startsWith(wrongName + ".");
    }

    /** Reads the HOCON text of a default as if it stood in the file. */
    static Object valueOfDefault(Key key, String text) {
        return ValueReader.read(
                key, ConfigFactory.parseString("value = " + text).getValue("value"));
    }

    private void add(String name, String message, String remedy) {
        @Nullable Place place = places.get(name);
        problems.add(Problem.of(name, message, remedy).at(place == null ? root : place));
    }
}
