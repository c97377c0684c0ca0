package org.masque.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks values: first each key by what its component declares, then the {@link Rules} that join keys. */
final class Checks {
    private Checks() {}

    /**
     * Called by the constructors of the records.
     *
     * @param section the record under construction
     * @param components its values, in the order of its components
     * @throws ConfigException with all that is wrong
     */
    static void require(Class<? extends Record> section, Object... components) {
        List<Problem> problems = problems(RecipeValues.of(section, components));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** All that is wrong with these values; removes those that are wrong by themselves. */
    static List<Problem> problems(RecipeValues values) {
        List<Problem> problems = new ArrayList<>();
        for (Key key : Schema.RECIPE.keys()) {
            Object value = values.get(key.name());
            String fault = value == null ? null : fault(key, value);
            if (fault != null) {
                problems.add(Problem.of(key.name(), fault, key.remedy()));
                values.remove(key.name());
            }
        }
        problems.addAll(Rules.broken(values));
        return problems;
    }

    private static @Nullable String fault(Key key, Object value) {
        Matches form = key.form();
        if (form != null && !((String) value).matches(form.value())) {
            return "\"" + value + "\" has not the right form";
        }
        if (value instanceof List<?> list && new HashSet<>(list).size() < list.size()) {
            return "the list holds something twice";
        }
        if (value instanceof List<?> list && list.isEmpty() && key.elementType().isEnum()) {
            return "the list is empty";
        }
        for (double number : numbers(value)) {
            if (!key.interval().contains(number)) {
                return plain(number) + " is out of range";
            }
        }
        return null;
    }

    private static double[] numbers(Object value) {
        if (value instanceof Span span) {
            return new double[] {span.min(), span.max()};
        }
        if (value instanceof Channels channels) {
            return new double[] {channels.red(), channels.green(), channels.blue()};
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .filter(Number.class::isInstance)
                    .mapToDouble(element -> ((Number) element).doubleValue())
                    .toArray();
        }
        return value instanceof Number number ? new double[] {number.doubleValue()} : new double[0];
    }

    private static String plain(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }
}
