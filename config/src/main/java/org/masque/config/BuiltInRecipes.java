package org.masque.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The recipes that come with the program: {@code recipes/NAME.conf} on the class path, or edited in its folder. */
public final class BuiltInRecipes {
    private static final String FOLDER = "recipes/";
    private static final String ENDING = ".conf";

    /** Their names, the first to try first; a folder in a jar cannot be listed, so they stand here. */
    private static final List<String> NAMES = List.of(
            "quickstart",
            "amt-cifar10-small",
            "amt-cifar10",
            "mae-cifar10",
            "amt-imagefolder-64",
            "amt-vit-b16",
            "mae-vit-b16",
            "simmim-cifar10",
            "amt-simmim-cifar10",
            "simmim-vit-b16",
            "amt-simmim-vit-b16",
            "attmask-cifar10",
            "block-cifar10",
            "grid-cifar10",
            "famt-cifar10",
            "hpm-cifar10",
            "semmae-shapes",
            "semmae-cifar10",
            "semmae-imagefolder-64",
            "semmae-vit-b16",
            "semmae-vit-b8");

    private BuiltInRecipes() {}

    /** All names that {@link RecipeLoader#load} knows. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The resource that {@code include} means by a name, with or without {@code .conf}, if there is one; also of the
     * files that the recipes share.
     */
    static Optional<String> included(String name) {
        String resource = FOLDER + (name.endsWith(ENDING) ? name : name + ENDING);
        boolean there =
                !name.contains("/") && BuiltInRecipes.class.getClassLoader().getResource(resource) != null;
        return there ? Optional.of(resource) : Optional.empty();
    }

    /** The resource of the recipe of that name, if there is one. */
    static Optional<String> resource(String name) {
        return NAMES.contains(name) ? Optional.of(FOLDER + name + ENDING) : Optional.empty();
    }

    /** Parses a resource, or the file that stands for it. */
    static Config parse(String resource, ConfigParseOptions options) {
        return edited(resource)
                .map(file -> ConfigFactory.parseFile(file.toFile(), options))
                .orElseGet(() -> ConfigFactory.parseResources(resource, options));
    }

    /**
     * The file that stands for a resource, in the folder that the launcher names, so that an edited recipe needs no
     * build; none where the program was started in another way.
     */
    static Optional<Path> edited(String resource) {
        return Optional.ofNullable(System.getProperty("masque.conf"))
                .map(folder -> Path.of(folder, resource))
                .filter(Files::isRegularFile);
    }
}
