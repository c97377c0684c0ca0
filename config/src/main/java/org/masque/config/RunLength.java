package org.masque.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What in a recipe its run is too short for: what would never begin, and what comes less often than somebody may think.
 */
public final class RunLength {
    private static final List<String> INTERVALS = List.of(
            "evaluation.everyEpochs", "pictures.everyEpochs", "checkpoint.everyEpochs", "checkpoint.keepEveryEpochs");

    private final RecipeValues values;
    private final long epochs;
    private final List<String> notes = new ArrayList<>();

    private RunLength(RecipeValues values) {
        this.values = values;
        this.epochs = values.integer("run.epochs");
    }

    /** One problem for each key with an effect that names an epoch which never comes. */
    static List<Problem> neverReached(RecipeValues values) {
        if (!values.has("run.epochs")) {
            return List.of();
        }
        long epochs = values.integer("run.epochs");
        return Schema.RECIPE.keys().stream()
                .filter(key -> key.useOfEpochs() == OfRunEpochs.Use.MOMENT && values.has(key.name()))
                .filter(key -> key.conditions().stream()
                        .allMatch(condition -> values.has(condition.key().name()) && condition.holds(values)))
                .filter(key -> lastMoment(values, key) >= epochs)
                .map(key -> neverReached(values, key, epochs))
                .toList();
    }

    private static Problem neverReached(RecipeValues values, Key key, long epochs) {
        String without = key.conditions().stream()
                .map(condition -> ", or another " + condition.key().name() + " than "
                        + EffectiveRecipe.literal(values.choice(condition.key().name())))
                .collect(Collectors.joining());
        return Problem.of(
                key.name(),
                "epoch " + lastMoment(values, key) + " never comes in a run of " + epochs + " epochs, 0 to "
                        + (epochs - 1) + ": what begins there would never begin",
                "give at most " + (epochs - 1) + ", a larger run.epochs" + without);
    }

    private static long lastMoment(RecipeValues values, Key key) {
        return key.type() == List.class
                ? values.integers(key.name()).stream()
                        .mapToInt(each -> each)
                        .max()
                        .orElse(0)
                : values.integer(key.name());
    }

    /**
     * What is legal, but has no effect, or less than its key says, in a run of this length.
     *
     * @param stepsPerEpoch 0: not known
     * @return a sentence each
     */
    public static List<String> notes(Recipe recipe, long stepsPerEpoch) {
        RunLength length = new RunLength(RecipeValues.of(recipe));
        boolean maps = recipe.masking().strategy().needs() == MaskingKind.Needs.MAP;
        if (maps) {
            length.mapsAreMadeOnce();
        }
        length.theTeacherArrives();
        length.intervalsComeRound();
        if (stepsPerEpoch > 0 && recipe.run().steps() > 0) {
            length.stepsEnd(stepsPerEpoch, maps);
        }
        return length.notes;
    }

    /** The steps of an epoch, as far as the recipe alone tells: 0 where that depends on files. */
    public static long stepsPerEpoch(Recipe recipe) {
        DataSettings data = recipe.data();
        if (data.kind() != DataKind.SHAPES) {
            return 0;
        }
        int images = data.limit() > 0 ? Math.min(data.limit(), data.size()) : data.size();
        return images / recipe.optimizer().imagesPerStep();
    }

    private void mapsAreMadeOnce() {
        long start = values.integer("masking.startEpoch");
        if (start < epochs && values.integer("masking.refreshInterval") > epochs - start) {
            notes.add("masking.refreshInterval = " + values.integer("masking.refreshInterval")
                    + ": maps are made once, for epoch " + start + ", and stay to the end of the run after " + epochs
                    + " epochs");
        }
    }

    private void theTeacherArrives() {
        Key key = Schema.RECIPE.require("masking.teacher.epochs");
        if (key.hasEffectIn(values) && values.integer(key.name()) > epochs) {
            notes.add(key.name() + " = " + values.integer(key.name()) + ": a run of " + epochs
                    + " epochs ends before the teacher's share is masking.teacher.last");
        }
    }

    private void intervalsComeRound() {
        for (String key : INTERVALS) {
            if (values.integer(key) > epochs) {
                notes.add(key + " = " + values.integer(key) + " never comes round in a run of " + epochs + " epochs");
            }
        }
    }

    private void stepsEnd(long stepsPerEpoch, boolean maps) {
        long steps = values.integer("run.steps");
        long start = values.integer("masking.startEpoch");
        if (maps && steps <= start * stepsPerEpoch) {
            notes.add("run.steps = " + steps + " stops the run before masks are chosen by maps, which is from epoch "
                    + start + ", step " + start * stepsPerEpoch + ", on: until then they are random");
        }
        if (steps > epochs * stepsPerEpoch) {
            notes.add("run.steps = " + steps + " is never reached: " + epochs + " epochs have " + epochs * stepsPerEpoch
                    + " steps");
        }
    }
}
