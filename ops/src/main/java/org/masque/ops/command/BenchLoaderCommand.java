package org.masque.ops.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque bench loader}: decoding and augmenting, on one thread. */
@Command(name = "loader", description = "Times decoding and augmenting the images of a recipe, on one thread.")
public final class BenchLoaderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchArguments arguments;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            defaultValue = "quickstart",
            description = "Which images and which views (default: ${DEFAULT-VALUE}).")
    private String recipe;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        arguments.print(
                Benchmarks.loader(RecipeLoader.load(recipe, overrides), arguments.batch, arguments.steps),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
