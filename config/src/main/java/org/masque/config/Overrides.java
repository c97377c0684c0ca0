package org.masque.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;

/** Reads {@code KEY=VALUE} of the command line; of two for one key the later counts. */
final class Overrides {
    private static final ConfigParseOptions FROM_COMMAND_LINE =
            ConfigParseOptions.defaults().setOriginDescription(Place.COMMAND_LINE.origin());

    private Overrides() {}

    /**
     * Reads all overrides.
     *
     * @param problems gets one entry for each that cannot be read
     */
    static Config parse(List<String> overrides, List<Problem> problems) {
        Config all = ConfigFactory.empty(Place.COMMAND_LINE.origin());
        for (String override : overrides) {
            try {
                all = parse(override).withFallback(all);
            } catch (IllegalArgumentException e) {
                problems.add(unread(override, String.valueOf(e.getMessage())));
            } catch (com.typesafe.config.ConfigException e) {
                problems.add(unread(override, Place.messageWithoutPlace(e)));
            }
        }
        return all;
    }

    private static Problem unread(String override, String message) {
        return Problem.of(override, message, "write --set KEY=VALUE, VALUE in HOCON")
                .at(Place.COMMAND_LINE);
    }

    private static Config parse(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("there is no key before a '='");
        }
        String name = override.substring(0, equals).strip();
        String text = override.substring(equals + 1).strip();
        return value(name, text).atPath(ConfigUtil.joinPath(ConfigUtil.splitPath(name)));
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
}
