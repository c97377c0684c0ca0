package org.masque.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.net.URL;
import java.util.function.Function;

/**
 * Includes what stands beside the including file, a file by its path, or a built-in recipe from the class path; unlike
 * HOCON's own, it does not pass over what is missing. Addresses on a network are refused: a recipe must not change with
 * who answers.
 */
final class StrictIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        ConfigParseable included = context.relativeTo(name);
        if (included == null) {
            throw new ConfigException.Generic("include \"" + name + "\": nothing to look beside");
        }
        return strictly(
                "\"" + name + "\": not to be found beside the including file",
                context,
                options -> included.parse(options));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return strictly(
                "file(\"" + what + "\"): not to be found",
                context,
                options -> ConfigFactory.parseFile(what, options).root());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return strictly(
                "classpath(\"" + what + "\"): no such resource",
                context,
                options -> BuiltInRecipes.parse(what, options).root());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw new ConfigException.Generic("include url(\"" + what + "\"): fetch the file and include it by name");
    }

    private static ConfigObject strictly(
            String what, ConfigIncludeContext context, Function<ConfigParseOptions, ConfigObject> parse) {
        try {
            return parse.apply(context.parseOptions().setAllowMissing(false));
        } catch (ConfigException.IO missing) {
            throw new ConfigException.Generic("include " + what, missing);
        }
    }
}
