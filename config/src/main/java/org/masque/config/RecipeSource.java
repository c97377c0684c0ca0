package org.masque.config;

import com.typesafe.config.Config;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recipe as it stands in its file, to read with the command line's changes.
 *
 * @param own what the file says
 * @param root the file
 */
record RecipeSource(Config own, Place root) {
    /**
     * Reads it with these changes.
     *
     * @throws ConfigException with all that is wrong, each blamed on the file's line or on what the command line set
     */
    LoadedRecipe read(Overrides overrides) {
        RecipeReader.Reading reading = reading(overrides);
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(Stream.concat(reading.problems().stream(), reading.neverReached().stream())
                    .map(problem -> blamed(problem, overrides))
                    .toList());
        }
        return new LoadedRecipe(
                reading.values().toRecipe(),
                Schema.RECIPE.keys().stream()
                        .map(Key::name)
                        .filter(overrides::set)
                        .collect(Collectors.toSet()),
                reading.scaled(),
                "scaled with run.epochs: " + epochs(overrides) + " -> "
                        + reading.values().integer("run.epochs"),
                withoutEffect(reading.values(), overrides),
                reading.neverReached().stream()
                        .map(problem -> blamed(problem, overrides))
                        .toList());
    }

    private static List<String> withoutEffect(RecipeValues values, Overrides overrides) {
        return Schema.RECIPE.keys().stream()
                .filter(key -> overrides.set(key.name()) && !key.hasEffectIn(values))
                .map(key -> key.name() + " has no effect here: only with "
                        + key.conditions().stream()
                                .filter(condition -> !condition.holds(values))
                                .map(Condition::text)
                                .collect(Collectors.joining(" and ")))
                .toList();
    }

    private Problem blamed(Problem problem, Overrides overrides) {
        return overrides.blame(problem, fewer -> reading(fewer).hasProblemWith(problem.key()));
    }

    // What cannot be resolved is a problem without a key, at the place that the library tells.
    private RecipeReader.Reading reading(Overrides overrides) {
        try {
            Config tree = overrides.over(own).resolve();
            return RecipeReader.read(tree.root(), root, epochs(overrides), overrides::set);
        } catch (com.typesafe.config.ConfigException e) {
            return new RecipeReader.Reading(
                    new RecipeValues(), List.of(Unreadable.because(e, root)), List.of(), List.of());
        }
    }

    // As the file says it; 0 where it does not, or not as a number.
    private long epochs(Overrides overrides) {
        try {
            return overrides.without("run.epochs").over(own).resolve().getLong("run.epochs");
        } catch (com.typesafe.config.ConfigException e) {
            return 0;
        }
    }
}
