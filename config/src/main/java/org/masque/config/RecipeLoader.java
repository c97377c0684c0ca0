package org.masque.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a {@link Recipe} from a HOCON file, or from a built-in one, and from overrides of the command line. */
public final class RecipeLoader {
    private static final ConfigParseOptions HOCON = ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setAllowMissing(false)
            .setClassLoader(RecipeLoader.class.getClassLoader());

    private RecipeLoader() {}

    /**
     * Loads a recipe to train by.
     *
     * @param fileOrName a file, or else the name of a {@linkplain BuiltInRecipes built-in recipe}
     * @param overrides {@code KEY=VALUE} each, VALUE in HOCON; they count more than the file, a later one more than an
     *     earlier one. A key that takes a text takes it unquoted
     * @throws ConfigException with all that is wrong: syntax, unknown and missing keys, types, ranges, and what would
     *     never begin
     */
    public static Recipe load(String fileOrName, List<String> overrides) {
        return read(fileOrName, overrides).toTrain();
    }

    /** As {@link #load}, but says what it did, and leaves it to the caller whether everything in it must begin. */
    public static LoadedRecipe read(String fileOrName, List<String> overrides) {
        Path file = Path.of(HomeFolder.expand(fileOrName));
        if (Files.isRegularFile(file) && !isArchive(fileOrName)) {
            ConfigParseOptions options = HOCON.setIncluder(StrictIncluder.of(file));
            return read(() -> ConfigFactory.parseFile(file.toFile(), options), new Place(fileOrName, 0), overrides);
        }
        String resource = BuiltInRecipes.resource(fileOrName).orElseThrow(() -> missing(fileOrName));
        Optional<Path> edited = BuiltInRecipes.edited(resource);
        if (edited.isPresent()) {
            return read(edited.get().toString(), overrides);
        }
        return read(
                () -> ConfigFactory.parseResources(resource, HOCON.setIncluder(new StrictIncluder())),
                new Place(resource, 0),
                overrides);
    }

    /**
     * Loads a recipe from text, for instance from the effective recipe in a checkpoint. It may hold what never begins,
     * as recipes of runs did before that was refused.
     *
     * @param text HOCON
     * @param origin what to call the text in messages
     * @throws ConfigException with all that is wrong
     */
    public static Recipe loadText(String text, String origin) {
        return loadText(text, origin, List.of());
    }

    /** As {@link #loadText(String, String)}, with changes as in {@link #load(String, List)}. */
    public static Recipe loadText(String text, String origin, List<String> overrides) {
        ConfigParseOptions options = HOCON.setIncluder(new StrictIncluder()).setOriginDescription(origin);
        return read(() -> ConfigFactory.parseString(text, options), new Place(origin, 0), overrides)
                .recipe();
    }

    private static LoadedRecipe read(Supplier<Config> source, Place root, List<String> texts) {
        List<Problem> problems = new ArrayList<>();
        Overrides overrides = Overrides.parse(texts, problems);
        Config own = ConfigFactory.empty();
        try {
            own = source.get();
        } catch (com.typesafe.config.ConfigException e) {
            problems.add(Unreadable.because(e, root));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new RecipeSource(own, root).read(overrides);
    }

    private static boolean isArchive(String name) {
        return name.endsWith(".zip") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    // Most who name a folder or an archive mean their images.
    private static ConfigException images(String path) {
        return new ConfigException(List.of(Problem.of(
                        "",
                        "no recipe, but a " + (isArchive(path) ? "file of images" : "folder"),
                        "images go with a recipe, for instance amt-imagefolder-64 --set data.path=" + path)
                .at(new Place(path, 0))));
    }

    private static ConfigException missing(String fileOrName) {
        Path file = Path.of(fileOrName);
        if (Files.isDirectory(file) || (Files.exists(file) && isArchive(fileOrName))) {
            return images(fileOrName);
        }
        String what = Files.exists(file) ? "not a file" : "no such file, and no built-in recipe";
        String remedy = Suggestion.nearest(fileOrName, BuiltInRecipes.names())
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
        return new ConfigException(List.of(
                Problem.of("", what, remedy + "Built-in recipes: " + String.join(", ", BuiltInRecipes.names()))
                        .at(new Place(fileOrName, 0))));
    }
}
