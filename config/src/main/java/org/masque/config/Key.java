package org.masque.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One key of a recipe, as its record component declares it.
 *
 * @param name full, for instance {@code model.decoder.width}
 * @param component holds type, default and range
 * @param impact of a change on a resumed run
 * @param declaredConditions those of its section, then its own
 */
record Key(String name, RecordComponent component, Impact impact, List<OnlyIf> declaredConditions) {
    /** The Java type of the value. */
    Class<?> type() {
        return component.getType();
    }

    /** The type of the elements, where {@link #type} is a list. */
    Class<?> elementType() {
        ParameterizedType list = (ParameterizedType) component.getGenericType();
        return (Class<?>) list.getActualTypeArguments()[0];
    }

    /** HOCON text of the default; null: the key is required. */
    @Nullable
    String defaultText() {
        Default declared = component.getAnnotation(Default.class);
        return declared == null ? null : declared.value();
    }

    /** What it is for, in sentences. */
    String meaning() {
        return component.getAnnotation(Meaning.class).value();
    }

    /** What its numbers count or measure; empty where it has none. */
    String unit() {
        return component.getAnnotation(Meaning.class).unit();
    }

    /** What must hold for it to have an effect. */
    List<Condition> conditions() {
        return declaredConditions.stream().map(Condition::of).toList();
    }

    /** Whether it has an effect in that recipe. */
    boolean hasEffectIn(RecipeValues recipe) {
        return conditions().stream().allMatch(condition -> condition.holds(recipe));
    }

    /** Whether it names a file or folder. */
    boolean isPath() {
        return component.isAnnotationPresent(FilePath.class);
    }

    /** What its epochs are in the run; null: nothing that shrinks with it. */
    OfRunEpochs.@Nullable Use useOfEpochs() {
        OfRunEpochs declared = component.getAnnotation(OfRunEpochs.class);
        return declared == null ? null : declared.value();
    }

    /** Where a number, or each number of a list, must lie. */
    Interval interval() {
        Within declared = component.getAnnotation(Within.class);
        return declared == null ? Interval.FINITE : Interval.parse(declared.value());
    }

    /** The form of a text; null: any. */
    @Nullable
    Matches form() {
        return component.getAnnotation(Matches.class);
    }

    /** What a good value is, as an order: "give a number above 0 and below 1 (default 0.75)". */
    String remedy() {
        String otherwise = defaultText() == null ? "" : " (default " + defaultText() + ")";
        return "give " + range() + otherwise;
    }

    /** What a good value is: "a number above 0 and below 1". */
    String range() {
        Matches form = form();
        if (form != null) {
            return form.words();
        }
        if (type() == int.class || type() == long.class) {
            return "a whole number" + interval().words();
        }
        if (type() == double.class) {
            return "a number" + interval().words();
        }
        if (type().isRecord()) {
            return "a list of " + type().getRecordComponents().length + " numbers"
                    + interval().words();
        }
        if (type().isEnum()) {
            return "one of " + String.join(", ", choices(type()));
        }
        if (type() == List.class && !elementType().isEnum()) {
            return "a list of different whole numbers, each" + interval().words();
        }
        if (type() == List.class) {
            return "a list without repeats of " + String.join(", ", choices(elementType()));
        }
        return type() == boolean.class ? "true or false" : "a text";
    }

    /** The names, in HOCON, of the constants of an enum. */
    static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> choice((Enum<?>) constant))
                .collect(Collectors.toList());
    }

    /** The name, in HOCON, of a constant: {@code NORMALIZED_PIXELS} is {@code normalized-pixels}. */
    static String choice(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
