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
import java.util.function.Predicate;
import java.util.stream.Stream;
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
     * What was read.
     *
     * @param values of all keys, where there is no problem
     * @param problems of types, ranges, names and rules
     * @param scaled the keys that shrank with {@code run.epochs}
     * @param neverReached the keys that name an epoch which never comes
     */
    record Reading(RecipeValues values, List<Problem> problems, List<Difference> scaled, List<Problem> neverReached) {
        boolean hasProblemWith(String key) {
            return Stream.concat(problems.stream(), neverReached.stream())
                    .anyMatch(problem -> problem.key().equals(key));
        }
    }

    /**
     * Reads the tree.
     *
     * @param tree all substitutions resolved
     * @param root what to name as the place of a missing key
     * @param epochsBefore the recipe's own {@code run.epochs}; 0: it has none
     * @param byHand which keys do not shrink with it
     */
    static Reading read(ConfigObject tree, Place root, long epochsBefore, Predicate<String> byHand) {
        RecipeReader reader = new RecipeReader(root);
        reader.readSection("", tree);
        Schema.RECIPE.keys().forEach(reader::fillIn);
        List<Difference> scaled = Shortening.apply(reader.values, epochsBefore, byHand);
        Checks.problems(reader.values).forEach(problem -> reader.problems.add(reader.placed(problem)));
        List<Problem> neverReached = RunLength.neverReached(reader.values).stream()
                .map(reader::placed)
                .toList();
        return new Reading(reader.values, reader.problems, scaled, neverReached);
    }

    private Problem placed(Problem problem) {
        return problem.at(places.getOrDefault(problem.key(), root));
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

    /** Reads HOCON text, for instance of a default, as if it stood in the file. */
    static Object valueOfDefault(Key key, String text) {
        return ValueReader.read(
                key, ConfigFactory.parseString("value = " + text).getValue("value"));
    }

    private void add(String name, String message, String remedy) {
        @Nullable Place place = places.get(name);
        problems.add(Problem.of(name, message, remedy).at(place == null ? root : place));
    }
}
