package org.masque.ops;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.masque.config.MapKind;
import org.masque.config.PartKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The choices of a recipe's key on the command line, in the recipe's spelling.
 *
 * @param <E> the choices
 */
public abstract class RecipeChoice<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
    private final E[] choices;
    private final String mistake;

    private RecipeChoice(E[] choices, String mistake) {
        this.choices = choices;
        this.mistake = mistake;
    }

    /** Who finds parts. */
    public static final class Parts extends RecipeChoice<PartKind> {
        public Parts() {
            super(PartKind.values(), "finds no parts");
        }
    }

    /** What maps are made of. */
    public static final class Maps extends RecipeChoice<MapKind> {
        public Maps() {
            super(MapKind.values(), "makes no maps");
        }
    }

    /** How recipes write it. */
    public static String spelled(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private List<String> all() {
        return Arrays.stream(choices).map(RecipeChoice::spelled).toList();
    }

    @Override
    public E convert(String value) {
        return Arrays.stream(choices)
                .filter(choice -> spelled(choice).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' " + mistake + ": one of " + String.join(", ", all())));
    }

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }
}
