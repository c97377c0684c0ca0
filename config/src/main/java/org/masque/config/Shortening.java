package org.masque.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Shrinks the settings that count epochs of a run, in proportion to {@code run.epochs}: a run that the command line
 * makes shorter stays the same training in small. A longer run keeps them, since it may be one that goes on.
 *
 * <p>Whole numbers are rounded and stay at least 1, an epoch stays before the end of the run, and epochs in a list stay
 * different.
 */
final class Shortening {
    private final RecipeValues values;
    private final Predicate<String> byHand;
    private final long epochs;
    private final double share;

    private Shortening(RecipeValues values, long epochsBefore, Predicate<String> byHand) {
        this.values = values;
        this.byHand = byHand;
        this.epochs = values.integer("run.epochs");
        this.share = (double) epochs / epochsBefore;
    }

    /**
     * Changes the values.
     *
     * @param epochsBefore the recipe's own {@code run.epochs}; 0: not known
     * @param byHand which keys the command line sets; these stay
     * @return what was changed; nothing where the run did not get shorter
     */
    static List<Difference> apply(RecipeValues values, long epochsBefore, Predicate<String> byHand) {
        if (!values.has("run.epochs") || values.integer("run.epochs") >= epochsBefore) {
            return List.of();
        }
        return new Shortening(values, epochsBefore, byHand).apply();
    }

    private List<Difference> apply() {
        List<Difference> changed = new ArrayList<>();
        for (Key key : Schema.RECIPE.keys()) {
            OfRunEpochs.Use use = key.useOfEpochs();
            if (use == null || !values.has(key.name()) || byHand.test(key.name()) || !key.hasEffectIn(values)) {
                continue;
            }
            Object before = Objects.requireNonNull(values.get(key.name()));
            Object after = key.name().equals("masking.maxAge") ? age((Integer) before) : shrunk(before, use);
            if (!after.equals(before)) {
                values.put(key.name(), after);
                changed.add(new Difference(
                        key.name(), EffectiveRecipe.literal(before), EffectiveRecipe.literal(after), key.impact()));
            }
        }
        return changed;
    }

    private Object shrunk(Object value, OfRunEpochs.Use use) {
        if (value instanceof List<?> list) {
            return moments(list.stream().map(Integer.class::cast).toList());
        }
        if (value instanceof Double number) {
            return number < 1 ? (Object) (number * share) : (double) whole(number);
        }
        int whole = whole((Integer) value);
        return use == OfRunEpochs.Use.MOMENT ? atMost(whole, epochs - 1) : whole;
    }

    // Maps may get one interval old, and that may be set by hand: it comes before, in the order of the keys.
    private int age(int before) {
        boolean fits = !values.has("masking.refreshInterval")
                || whole(before) >= Math.min(before, values.integer("masking.refreshInterval"));
        return fits ? whole(before) : before;
    }

    private int whole(double number) {
        return number < 1 ? 0 : (int) Math.max(1, Math.round(number * share));
    }

    // In a run of one epoch there is no room before an epoch 1: that is left to be refused.
    private static int atMost(int moment, long last) {
        return (int) Math.min(moment, Math.max(1, last));
    }

    // From the last one back, so that each leaves room for the next. Where there is none they stay, and are refused.
    private List<Integer> moments(List<Integer> ascending) {
        List<Integer> moments = new ArrayList<>();
        long last = epochs - 1;
        for (int i = ascending.size() - 1; i >= 0; i--) {
            long moment = Math.min(whole(ascending.get(i)), last);
            if (moment < 1) {
                return ascending;
            }
            moments.add(0, (int) moment);
            last = moment - 1;
        }
        return moments;
    }
}
