package org.masque.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Includes what stands beside the including file, a file by its path, or a built-in recipe by its name; unlike HOCON's
 * own, it does not pass over what is missing, and names the ring where recipes include each other. Addresses on a
 * network are refused: a recipe must not change with who answers.
 *
 * <p>One reads one recipe, on one thread: it remembers which files are being read.
 */
final class StrictIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {
    private static final String ENDING = ".conf";

    private final List<String> reading = new ArrayList<>();

    /** For a recipe that is no file. */
    StrictIncluder() {}

    /** For the recipe in a file. */
    static StrictIncluder of(Path file) {
        StrictIncluder includer = new StrictIncluder();
        includer.reading.add(identity(file));
        return includer;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        String path = HomeFolder.expand(name);
        Optional<ConfigParseable> file = beside(context, path);
        Optional<String> builtIn = BuiltInRecipes.included(name);
        if (file.isEmpty() && builtIn.isEmpty() && !path.endsWith(ENDING)) {
            file = beside(context, path + ENDING);
        }
        if (file.isPresent()) {
            ConfigParseable found = file.get();
            return parsed(identity(found.origin()), context, found::parse);
        }
        String resource = builtIn.orElseThrow(() -> missing(name));
        return parsed(resource, context, options -> resource(resource, options));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        File file = new File(HomeFolder.expand(what.getPath()));
        return strictly(
                "file(\"" + what + "\"): not to be found",
                () -> parsed(
                        identity(file.toPath()),
                        context,
                        options -> ConfigFactory.parseFile(file, options).root()));
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return strictly(
                "classpath(\"" + what + "\"): no such resource",
                () -> parsed(what, context, options -> resource(what, options)));
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw new IncludeException("include url(\"" + what + "\")", "fetch the file and include it by name");
    }

    private static ConfigObject resource(String name, ConfigParseOptions options) {
        return BuiltInRecipes.parse(name, options).root();
    }

    private static ConfigObject strictly(String what, Supplier<ConfigObject> parse) {
        try {
            return parse.get();
        } catch (ConfigException.IO missing) {
            throw new IncludeException("include " + what, "mend the path, or take the line out", missing);
        }
    }

    // A folder of that name, for instance of runs, is not meant.
    private static Optional<ConfigParseable> beside(ConfigIncludeContext context, String path) {
        ConfigParseable named = context.relativeTo(path);
        if (named == null) {
            return Optional.empty();
        }
        String file = named.origin().filename();
        String resource = named.origin().resource();
        boolean there = file != null
                ? Files.isRegularFile(Path.of(file))
                : resource != null && StrictIncluder.class.getClassLoader().getResource(resource) != null;
        return there ? Optional.of(named) : Optional.empty();
    }

    private ConfigObject parsed(
            String identity, ConfigIncludeContext context, Function<ConfigParseOptions, ConfigObject> parse) {
        int before = reading.indexOf(identity);
        if (before >= 0) {
            throw ring(reading.subList(before, reading.size()));
        }
        reading.add(identity);
        try {
            return parse.apply(context.parseOptions().setAllowMissing(false));
        } finally {
            reading.remove(reading.size() - 1);
        }
    }

    private static IncludeException ring(List<String> files) {
        String others = files.size() == 1
                ? " includes itself"
                : " includes " + String.join(", which includes ", files.subList(1, files.size())) + ", which includes "
                        + files.get(0) + " again";
        return new IncludeException(files.get(0) + others, "take one of these lines out");
    }

    private static IncludeException missing(String name) {
        String remedy = Suggestion.nearest(name, BuiltInRecipes.names())
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElse("name a file beside it, a path, or a built-in recipe");
        return new IncludeException(
                "include \"" + name + "\": not to be found beside the including file, and no built-in recipe", remedy);
    }

    private static String identity(ConfigOrigin origin) {
        return origin.filename() != null ? identity(Path.of(origin.filename())) : String.valueOf(origin.resource());
    }

    private static String identity(Path file) {
        try {
            return file.toRealPath().toString();
        } catch (IOException absent) {
            return file.toAbsolutePath().normalize().toString();
        }
    }
}
