package org.masque.config;

import com.typesafe.config.ConfigUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A recipe with nothing left to defaults: written down, hashed, compared. */
public final class EffectiveRecipe {
    /** A remark of {@link LoadedRecipe#remarks}. */
    private static final Pattern SCALED = Pattern.compile("# ([A-Za-z.]+): .* -> .*");

    private EffectiveRecipe() {}

    /**
     * Writes every key with its value.
     *
     * @return HOCON that {@link RecipeLoader} reads back as an equal recipe, one {@code key = value} a line
     */
    public static String render(Recipe recipe) {
        return lines(recipe, Schema.RECIPE.keys());
    }

    /** As {@link #render(Recipe)}, behind a comment for each remark. */
    public static String render(Recipe recipe, List<String> remarks) {
        return remarks.stream().map(remark -> "# " + remark + "\n").collect(Collectors.joining()) + render(recipe);
    }

    /** The keys that a recipe with remarks says were scaled. */
    public static Set<String> scaledKeys(String rendered) {
        return rendered.lines()
                .map(SCALED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }

    /**
     * Names the recipe by all its values.
     *
     * @return SHA-256, 64 hexadecimal digits, of the lines of {@link #render} sorted by key: the order of declaration
     *     does not matter, a key that is added later does
     */
    public static String hash(Recipe recipe) {
        List<Key> sorted = Schema.RECIPE.keys().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
        byte[] bytes = lines(recipe, sorted).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The keys whose values differ, in the order of the records, each with what that means to a resumed run. */
    public static List<Difference> differences(Recipe before, Recipe after) {
        RecipeValues old = RecipeValues.of(before);
        RecipeValues now = RecipeValues.of(after);
        return Schema.RECIPE.keys().stream()
                .filter(key -> !Objects.equals(old.get(key.name()), now.get(key.name())))
                .map(key -> new Difference(key.name(), literal(key, old), literal(key, now), key.impact()))
                .toList();
    }

    private static String lines(Recipe recipe, List<Key> keys) {
        RecipeValues values = RecipeValues.of(recipe);
        return keys.stream()
                .map(key -> key.name() + " = " + literal(key, values) + "\n")
                .collect(Collectors.joining());
    }

    private static String literal(Key key, RecipeValues values) {
        return literal(Objects.requireNonNull(values.get(key.name())));
    }

    /** A value as HOCON text. */
    static String literal(Object value) {
        if (value instanceof String text) {
            return ConfigUtil.quoteString(text);
        }
        if (value instanceof Enum<?> choice) {
            return Key.choice(choice);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(EffectiveRecipe::literal).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Span span) {
            return literal(List.of(span.min(), span.max()));
        }
        if (value instanceof Channels channels) {
            return literal(List.of(channels.red(), channels.green(), channels.blue()));
        }
        return value.toString();
    }
}
