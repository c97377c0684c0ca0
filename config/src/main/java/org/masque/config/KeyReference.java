package org.masque.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that the records of a recipe say of its keys, for people: for a terminal, and as a page. */
public final class KeyReference {
    /** The command that writes {@link #page()}. */
    public static final String PAGE_COMMAND = "./masque explain --markdown > docs/keys.md";

    private static final int WIDTH = 80;
    private static final int FACTS_FROM = 18;

    /** What tells methods apart; other conditions are a recipe's choice. */
    private static final Set<String> OF_METHODS = Set.of("objective.encoder", "masking.strategy", "masking.map");

    /** The built-in recipes of this ending are one for each method. */
    private static final String ONE_FOR_EACH_METHOD = "-cifar10";

    private static final Map<String, RecipeValues> METHODS = methods();

    private KeyReference() {}

    /** Every section with what it is about. */
    public static String overview() {
        return Schema.RECIPE.sectionMeanings().entrySet().stream()
                        .map(section -> entry(section.getKey(), section.getValue()))
                        .collect(Collectors.joining())
                + "\nmasque explain SECTION lists its keys, masque explain KEY says all of one.\n";
    }

    /**
     * Explains what a name stands for: a key, a section, all keys of that last name, or all that begin so.
     *
     * @throws IllegalArgumentException if nothing is called so, with the nearest name
     */
    public static String explain(String name) {
        Key exact = Schema.RECIPE.key(name);
        if (exact != null) {
            return whole(exact);
        }
        String section = Schema.RECIPE.sectionMeanings().get(name);
        if (section != null) {
            return name + "\n" + wrapped(section, 2) + "\n"
                    + list(key -> key.name().startsWith(name + "."));
        }
        List<Key> called = Schema.RECIPE.keys().stream()
                .filter(key -> key.name().toLowerCase(Locale.ROOT).endsWith("." + name.toLowerCase(Locale.ROOT)))
                .toList();
        if (!called.isEmpty()) {
            return called.stream().map(KeyReference::whole).collect(Collectors.joining("\n"));
        }
        String begun = name.isBlank() ? "" : list(key -> key.name().startsWith(name));
        if (!begun.isEmpty()) {
            return begun;
        }
        throw new IllegalArgumentException("no key or section is called \"" + name + "\""
                + Suggestion.nearest(name, Schema.RECIPE.names())
                        .map(nearest -> ": did you mean " + nearest + "?")
                        .orElse(": masque explain lists the sections"));
    }

    /** Whether there is such a key. */
    public static boolean isKey(String name) {
        return Schema.RECIPE.key(name) != null;
    }

    private static String list(Predicate<Key> wanted) {
        return Schema.RECIPE.keys().stream()
                .filter(wanted)
                .map(key -> entry(key.name(), key.meaning()))
                .collect(Collectors.joining());
    }

    private static String entry(String name, String meaning) {
        int end = meaning.indexOf(". ");
        return name + "\n" + wrapped(end < 0 ? meaning : meaning.substring(0, end + 1), 4);
    }

    private static String whole(Key key) {
        StringBuilder text = new StringBuilder(key.name() + "\n" + wrapped(key.meaning(), 2));
        choices(key).forEach((choice, meaning) -> text.append(fact(choice, meaning)));
        facts(key).forEach((what, value) -> text.append(fact(what, value)));
        return text.toString();
    }

    private static String fact(String what, String value) {
        String label = "    " + what;
        String lines = wrapped(value, FACTS_FROM);
        return label.length() < FACTS_FROM ? label + lines.substring(label.length()) : label + "\n" + lines;
    }

    private static String wrapped(String text, int indent) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder(" ".repeat(indent));
        for (String word : text.split(" ", -1)) {
            if (line.length() > indent && line.length() + word.length() > WIDTH) {
                lines.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(indent));
            }
            line.append(word).append(' ');
        }
        return lines.append(line.toString().stripTrailing()).append('\n').toString();
    }

    /** The page of all keys, in Markdown. */
    public static String page() {
        StringBuilder page = new StringBuilder("# All keys of a recipe\n\n"
                + "This page is generated from the settings records of the module config, by `" + PAGE_COMMAND
                + "`; a test fails when it is not up to date. In a terminal `masque explain KEY` says the same of"
                + " one key, and `masque check RECIPE` prints the values of a recipe. Methods are named by the"
                + " first part of their built-in recipes. What is called a change is another value in a run that"
                + " goes on.\n");
        Schema.RECIPE.sectionMeanings().forEach((section, meaning) -> {
            page.append("\n## ").append(section).append("\n\n").append(meaning).append("\n");
            Schema.RECIPE.keys().stream()
                    .filter(key ->
                            key.name().equals(section + "." + key.component().getName()))
                    .forEach(key -> page.append(onPage(key)));
        });
        return page.toString();
    }

    private static String onPage(Key key) {
        StringBuilder text = new StringBuilder("\n### `" + key.name() + "`\n\n" + key.meaning() + "\n\n");
        choices(key)
                .forEach((choice, meaning) ->
                        text.append("- `" + choice + "`: ").append(meaning).append('\n'));
        String separator = choices(key).isEmpty() ? "" : "\n";
        return text
                + separator
                + facts(key).entrySet().stream()
                        .map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static Map<String, String> choices(Key key) {
        Class<?> type = key.type() == List.class ? key.elementType() : key.type();
        Map<String, String> choices = new LinkedHashMap<>();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                choices.put(Key.choice((Enum<?>) constant), meaning((Enum<?>) constant));
            }
        }
        return choices;
    }

    /** What a choice means. */
    static String meaning(Enum<?> constant) {
        try {
            return constant.getDeclaringClass()
                    .getField(constant.name())
                    .getAnnotation(Meaning.class)
                    .value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("every constant is a field", e);
        }
    }

    private static Map<String, String> facts(Key key) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!key.unit().isEmpty()) {
            facts.put("Unit", key.unit());
        }
        @Nullable String otherwise = key.defaultText();
        facts.put("Default", otherwise == null ? "none: the key is required" : otherwise);
        facts.put("Range", key.range());
        facts.put("Methods", methods(key));
        String only = key.conditions().stream()
                .filter(condition -> !OF_METHODS.contains(condition.key().name()))
                .map(Condition::text)
                .collect(Collectors.joining(" and "));
        if (!only.isEmpty()) {
            facts.put("Only with", only);
        }
        if (key.useOfEpochs() != null) {
            facts.put("Shorter run", "shrinks with run.epochs, unless it is set by --set too");
        }
        facts.put("A change", meaning(key.impact()));
        return facts;
    }

    private static String methods(Key key) {
        List<Condition> conditions = key.conditions().stream()
                .filter(condition -> OF_METHODS.contains(condition.key().name()))
                .toList();
        List<String> using = new ArrayList<>();
        METHODS.forEach((method, recipe) -> {
            if (conditions.stream().allMatch(condition -> condition.holds(recipe))) {
                using.add(method);
            }
        });
        String names = using.size() == METHODS.size() ? "all" : String.join(", ", using);
        return conditions.isEmpty()
                ? names
                : names + " (" + conditions.stream().map(Condition::text).collect(Collectors.joining(" and ")) + ")";
    }

    private static Map<String, RecipeValues> methods() {
        Map<String, RecipeValues> methods = new LinkedHashMap<>();
        for (String recipe : BuiltInRecipes.names()) {
            if (recipe.endsWith(ONE_FOR_EACH_METHOD)) {
                methods.put(
                        recipe.substring(0, recipe.length() - ONE_FOR_EACH_METHOD.length()),
                        RecipeValues.of(RecipeLoader.load(recipe, List.of("data.path=images"))));
            }
        }
        return methods;
    }
}
