package org.masque.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A recipe as it was read, with what the reader did to it.
 *
 * @param recipe valid, though an epoch that it names may lie beyond the end of its run
 * @param scaled the keys that nobody set to the value which they have now, from what they were in the recipe
 * @param reason why they have it
 * @param withoutEffect a sentence for each key that the command line sets, but that has no effect in this recipe
 * @param neverReached the keys that name an epoch which never comes
 */
public record LoadedRecipe(
        Recipe recipe, List<Difference> scaled, String reason, List<String> withoutEffect, List<Problem> neverReached) {
    public LoadedRecipe {
        scaled = List.copyOf(scaled);
        withoutEffect = List.copyOf(withoutEffect);
        neverReached = List.copyOf(neverReached);
    }

    /**
     * The recipe, to train by.
     *
     * @throws ConfigException if something in it would never begin
     */
    public Recipe toTrain() {
        if (!neverReached.isEmpty()) {
            throw new ConfigException(neverReached);
        }
        return recipe;
    }

    /** A line for each scaled key, from what to what, and why; and for each that is set without an effect. */
    public List<String> remarks() {
        return Stream.concat(scaled.stream().map(each -> each.text() + ", " + reason), withoutEffect.stream())
                .toList();
    }

    /**
     * What a run that goes on takes of the recipe that it began with: it may get another length, but what shrank with
     * its first length, or would shrink with its new one, stays as it began. Where that does not fit the new length,
     * nothing is taken.
     *
     * @param begun the recipe of the run
     * @param atFirst this recipe, read with the length that the run began with
     */
    public LoadedRecipe goingOnWith(Recipe begun, LoadedRecipe atFirst) {
        RecipeValues values = RecipeValues.of(recipe);
        RecipeValues kept = RecipeValues.of(begun);
        RecipeValues first = RecipeValues.of(atFirst.recipe());
        List<Difference> taken = new ArrayList<>();
        for (Key key : Schema.RECIPE.keys()) {
            String name = key.name();
            Object value = Objects.requireNonNull(kept.get(name));
            boolean scales = scales(name) || atFirst.scales(name);
            if (!scales || !value.equals(first.get(name))) {
                continue;
            }
            String before =
                    scales(name) ? before(name) : EffectiveRecipe.literal(Objects.requireNonNull(values.get(name)));
            String after = EffectiveRecipe.literal(value);
            values.put(name, value);
            if (!before.equals(after)) {
                taken.add(new Difference(name, before, after, key.impact()));
            }
        }
        boolean fits = Checks.problems(values).isEmpty()
                && RunLength.neverReached(values).isEmpty();
        return fits
                ? new LoadedRecipe(values.toRecipe(), taken, "as when the run began", withoutEffect, List.of())
                : this;
    }

    private boolean scales(String key) {
        return scaled.stream().anyMatch(each -> each.key().equals(key));
    }

    private String before(String key) {
        return scaled.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow()
                .before();
    }
}
