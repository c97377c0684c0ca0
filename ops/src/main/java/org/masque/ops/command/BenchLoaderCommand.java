package org.masque.ops.command;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque bench loader}: decoding and augmenting, on one thread. */
@Command(
        name = "loader",
        description = "Times decoding and augmenting the images of a recipe (default: quickstart), on one thread.")
public final class BenchLoaderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchArguments arguments;

    @Mixin
    private BenchOutput output;

    @Override
    public Integer call() throws IOException {
        output.print(
                Benchmarks.loader(
                        RecipeLoader.load(
                                Objects.requireNonNullElse(arguments.recipe, "quickstart"), arguments.overrides),
                        arguments.batch(),
                        arguments.steps()),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
