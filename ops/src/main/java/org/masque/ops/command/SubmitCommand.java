package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.masque.config.HomeFolder;
import org.masque.config.LoadedRecipe;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;
import org.masque.ops.control.Submission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque submit}: puts a run into a daemon's queue. */
@Command(
        name = "submit",
        description =
                "Puts a run into the daemon's queue. Files are looked for in this folder, then in the one that the daemon runs in.")
public final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DaemonArguments daemon;

    @Parameters(index = "0", paramLabel = "RECIPE", description = "A recipe file, or the name of a built-in recipe.")
    private String recipe;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Name of the run (default: the recipe's).")
    private String name;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        LoadedRecipe read = RecipeLoader.read(recipe, overrides);
        Recipe loaded = read.toTrain();
        read.remarks().forEach(spec.commandLine().getOut()::println);
        List<String> settings = new ArrayList<>(overrides);
        absolute(settings, "data.path", loaded.data().path());
        absolute(settings, "data.testPath", loaded.data().testPath());
        absolute(settings, "run.weights", loaded.run().weights());
        absolute(settings, "parts.encoder", loaded.parts().encoder());
        Path path = Path.of(HomeFolder.expand(recipe));
        String file = Files.exists(path) ? path.toAbsolutePath().toString() : recipe;
        spec.commandLine().getOut().println(daemon.client().submit(new Submission(name, file, settings)));
        return ExitCode.OK.number();
    }

    // The daemon runs in another folder, and may have another home.
    private static void absolute(List<String> settings, String key, String path) {
        if (!path.isEmpty() && Files.exists(Path.of(path))) {
            settings.add(key + "=\"" + Path.of(path).toAbsolutePath().normalize() + "\"");
        }
    }
}
