package org.masque.ops.compare;

import java.util.List;
import org.masque.ops.UsageException;

/**
 * One recipe of a comparison under a name of its own.
 *
 * @param name letters, digits and {@code . _ -}: in the table, and in the names of its runs
 * @param recipe a file, or the name of a built-in recipe
 * @param overrides {@code KEY=VALUE} for this one alone
 */
public record Contender(String name, String recipe, List<String> overrides) {
    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,59}";

    public Contender {
        overrides = List.copyOf(overrides);
        if (!name.matches(NAMES)) {
            throw new UsageException("\"" + name + "\" cannot name a recipe of a comparison: letters, digits and . _ -,"
                    + " the first a letter or digit, at most 60");
        }
    }

    /**
     * Reads {@code RECIPE} or {@code NAME=RECIPE}; without a name it is that of the file, without its ending.
     *
     * @param setFor {@code NAME:KEY=VALUE} for all contenders; those of other names are passed over
     */
    static Contender parse(String argument, List<String> setFor) {
        int equals = argument.indexOf('=');
        String recipe = argument.substring(equals + 1);
        String name = equals < 0 ? nameOf(recipe) : argument.substring(0, equals);
        return new Contender(
                name,
                recipe,
                setFor.stream()
                        .filter(each -> each.startsWith(name + ":"))
                        .map(each -> each.substring(name.length() + 1))
                        .toList());
    }

    private static String nameOf(String recipe) {
        String file = recipe.substring(recipe.lastIndexOf('/') + 1);
        return file.endsWith(".conf") ? file.substring(0, file.length() - ".conf".length()) : file;
    }

    /** Reads all, and checks that names differ and that every {@code NAME:KEY=VALUE} meets its contender. */
    public static List<Contender> parseAll(List<String> arguments, List<String> setFor) {
        List<Contender> all =
                arguments.stream().map(each -> parse(each, setFor)).toList();
        List<String> names = all.stream().map(Contender::name).toList();
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new UsageException("two recipes are called " + name + ": write NAME="
                        + all.get(0).recipe() + " for one of them");
            }
        }
        for (String each : setFor) {
            int colon = each.indexOf(':');
            if (colon < 1 || each.indexOf('=') < colon || !names.contains(each.substring(0, colon))) {
                throw new UsageException("--set-for " + each + ": write NAME:KEY=VALUE with NAME one of " + names);
            }
        }
        return all;
    }
}
