package org.masque.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What {@code KEY=VALUE} of the command line say; of two for one key the later counts.
 *
 * @param given in the order of the command line
 */
record Overrides(List<Setting> given) {
    private static final ConfigParseOptions FROM_COMMAND_LINE =
            ConfigParseOptions.defaults().setOriginDescription(Place.COMMAND_LINE.origin());

    /**
     * One of them.
     *
     * @param text as it was written
     * @param key full name of a key or section
     * @param tree with that one value
     */
    record Setting(String text, String key, Config tree) {
        /** Whether it sets this key, the section that it is in, or something in this section. */
        boolean concerns(String name) {
            return name.equals(key) || name.startsWith(key + ".") || key.startsWith(name + ".");
        }
    }

    /**
     * Reads all.
     *
     * @param problems gets one entry for each that cannot be read
     */
    static Overrides parse(List<String> texts, List<Problem> problems) {
        List<Setting> given = new ArrayList<>();
        for (String text : texts) {
            try {
                given.add(parse(text));
            } catch (IllegalArgumentException e) {
                problems.add(unread(text, String.valueOf(e.getMessage())));
            } catch (com.typesafe.config.ConfigException e) {
                problems.add(unread(text, Place.messageWithoutPlace(e)));
            }
        }
        return new Overrides(List.copyOf(given));
    }

    private static Problem unread(String text, String message) {
        Problem comma = DecimalComma.in(text)
                .map(found -> Problem.of("", found.message(), found.remedy()))
                .orElse(Problem.of("", message, "write --set KEY=VALUE, VALUE in HOCON"));
        return comma.blamedOn(text);
    }

    private static Setting parse(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("there is no key before a '='");
        }
        String name = override.substring(0, equals).strip();
        String text = override.substring(equals + 1).strip();
        List<String> path = ConfigUtil.splitPath(name);
        return new Setting(override, String.join(".", path), value(name, text).atPath(ConfigUtil.joinPath(path)));
    }

    /** A key that takes a text takes it as it stands, unless quoted: a path may hold what HOCON reserves. */
    private static ConfigValue value(String name, String text) {
        Key key = Schema.RECIPE.key(name);
        if (key != null && key.type() == String.class && !text.startsWith("\"")) {
            return ConfigValueFactory.fromAnyRef(text, Place.COMMAND_LINE.origin());
        }
        Config parsed = ConfigFactory.parseString("value = " + text, FROM_COMMAND_LINE);
        ConfigValue value = parsed.root().get("value");
        if (value == null || parsed.root().size() > 1) {
            throw new IllegalArgumentException("the value ends too early: quote it");
        }
        return value;
    }

    /** All of them, over what a recipe says. */
    Config over(Config recipe) {
        Config all = recipe;
        for (Setting each : given) {
            all = each.tree().withFallback(all);
        }
        return all;
    }

    /** Whether one of them sets this key. */
    boolean set(String key) {
        return given.stream().anyMatch(each -> each.tree().hasPathOrNull(key));
    }

    /** Those of another key. */
    Overrides without(String key) {
        return new Overrides(
                given.stream().filter(each -> !each.key().equals(key)).toList());
    }

    private Overrides without(Setting one) {
        return new Overrides(given.stream().filter(each -> !each.equals(one)).toList());
    }

    /**
     * Names those that are to blame for a problem, where any is: those that set its key, or those without which the
     * recipe would not have it.
     *
     * @param remains whether a recipe with only these overrides still has a problem with that key
     */
    Problem blame(Problem problem, Predicate<Overrides> remains) {
        boolean here = problem.origin().equals(Place.COMMAND_LINE.origin());
        Overrides culprits = new Overrides(given.stream()
                .filter(each -> here && each.concerns(problem.key()))
                .toList());
        if (culprits.given.isEmpty()) {
            culprits = this;
            for (Setting each : given) {
                Overrides others = culprits.without(each);
                culprits = remains.test(others) ? others : culprits;
            }
        }
        return culprits.given.isEmpty() ? problem : problem.blamedOn(culprits.text());
    }

    private String text() {
        return given.stream().map(Setting::text).collect(Collectors.joining(" --set "));
    }
}
