package org.masque.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a key to have an effect.
 *
 * @param key another key
 * @param values of which it must have one
 */
record Condition(Key key, List<Object> values) {
    /** Reads an annotation; a key or value that there is not is an error of the caller. */
    static Condition of(OnlyIf declared) {
        Key key = Schema.RECIPE.require(declared.key());
        return new Condition(
                key,
                Arrays.stream(declared.is())
                        .map(text -> RecipeReader.valueOfDefault(key, text))
                        .toList());
    }

    /** Whether it holds; a key without a value is taken to fulfil it. */
    boolean holds(RecipeValues recipe) {
        @Nullable Object value = recipe.get(key.name());
        return value == null || values.contains(value);
    }

    /** For instance {@code masking.strategy = attention, attmask or hpm}. */
    String text() {
        List<String> texts = values.stream().map(EffectiveRecipe::literal).toList();
        String last = texts.get(texts.size() - 1);
        String others = String.join(", ", texts.subList(0, texts.size() - 1));
        return key.name() + " = " + (others.isEmpty() ? last : others + " or " + last);
    }
}
