package org.masque.ops.archive;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which runs' losses may be compared: those that predict the same of equally masked images. */
public final class LossKind {
    /** What to say beside losses of different kinds. */
    public static final String WARNING =
            "Losses of recipes with other masks or targets cannot be compared with each other.";

    // When maps are made anew changes how good the masks are, not what is predicted from what.
    private static final List<String> WHEN_MAPS_ARE_MADE =
            List.of("masking.refresh", "masking.refreshInterval", "masking.maxAge");
    private static final List<String> RANDOM = List.of("masking.strategy", "masking.ratio", "masking.cellSize");

    private LossKind() {}

    /** A text that is the same for runs whose losses may be compared; from every key of a recipe with its value. */
    static String of(Map<String, String> recipe) {
        Predicate<String> masks = "random".equals(recipe.get("masking.strategy"))
                ? RANDOM::contains
                : key -> key.startsWith("masking.") && !WHEN_MAPS_ARE_MADE.contains(key);
        return recipe.entrySet().stream()
                .filter(each -> masks.test(each.getKey())
                        || each.getKey().startsWith("objective.")
                        || each.getKey().equals("model.patch"))
                .map(each -> each.getKey() + " = " + each.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
