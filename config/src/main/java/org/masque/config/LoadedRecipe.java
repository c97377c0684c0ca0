package org.masque.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A recipe as it was read, with what the reader did to it.
 *
 * @param recipe valid, though an epoch that it names may lie beyond the end of its run
 * @param byHand the keys that the command line set
 * @param scaled the keys that nobody set to the value which they have now, from what they were in the recipe
 * @param reason why they have it
 * @param withoutEffect a sentence for each key that the command line sets, but that has no effect in this recipe
 * @param neverReached the keys that name an epoch which never comes
 */
public record LoadedRecipe(
        Recipe recipe,
        Set<String> byHand,
        List<Difference> scaled,
        String reason,
        List<String> withoutEffect,
        List<Problem> neverReached) {
    public LoadedRecipe {
        byHand = Set.copyOf(byHand);
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
     * @param scaledAtFirst the keys that shrank then
     */
    public LoadedRecipe goingOnWith(Recipe begun, Set<String> scaledAtFirst) {
        RecipeValues values = RecipeValues.of(recipe);
        RecipeValues kept = RecipeValues.of(begun);
        List<Difference> taken = new ArrayList<>();
        for (Key key : Schema.RECIPE.keys()) {
            String name = key.name();
            Optional<Difference> now =
                    scaled.stream().filter(each -> each.key().equals(name)).findFirst();
            if (now.isEmpty() && (!scaledAtFirst.contains(name) || byHand.contains(name))) {
                continue;
            }
            String before = now.map(Difference::before).orElseGet(() -> literal(values, name));
            values.put(name, Objects.requireNonNull(kept.get(name)));
            String after = literal(values, name);
            if (!before.equals(after)) {
                taken.add(new Difference(name, before, after, key.impact()));
            }
        }
        boolean fits = Checks.problems(values).isEmpty()
                && RunLength.neverReached(values).isEmpty();
        return fits
                ? new LoadedRecipe(values.toRecipe(), byHand, taken, "as when the run began", withoutEffect, List.of())
                : this;
    }

    private static String literal(RecipeValues values, String key) {
        return EffectiveRecipe.literal(Objects.requireNonNull(values.get(key)));
    }
}
