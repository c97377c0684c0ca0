package org.masque.ops.score;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.masque.config.PartKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of providers of parts on the command line, which are those of recipes. */
public final class PartKindNames implements ITypeConverter<PartKind>, Iterable<String> {
    /** How recipes write it. */
    public static String of(PartKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> all() {
        return Arrays.stream(PartKind.values()).map(PartKindNames::of).toList();
    }

    @Override
    public PartKind convert(String value) {
        return Arrays.stream(PartKind.values())
                .filter(kind -> of(kind).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' finds no parts: one of " + String.join(", ", all())));
    }

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }
}
