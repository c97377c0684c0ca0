package org.masque.ops.command;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.masque.config.RecipeLoader;
import org.masque.ops.UsageException;
import org.masque.ops.bench.BenchmarkMethod;
import org.masque.ops.bench.BenchmarkSize;
import org.masque.ops.bench.BenchmarkSubject;
import picocli.CommandLine.Option;

/** Which network a benchmark trains or asks: one of three sizes, or a recipe's. */
final class BenchNetwork {
    @Option(
            names = "--size",
            description = "The network: tiny, small or base, on random images (default: tiny; not beside --recipe).")
    private @Nullable BenchmarkSize size;

    @Option(names = "--method", description = "The masks: mae or amt (default: mae; not beside --recipe).")
    private @Nullable BenchmarkMethod method;

    /**
     * The network, masks and images to measure.
     *
     * @throws UsageException if an option would have no effect
     */
    BenchmarkSubject subject(BenchArguments arguments) throws IOException {
        if (arguments.recipe != null) {
            refuse(size, "--size");
            refuse(method, "--method");
            return BenchmarkSubject.of(RecipeLoader.load(arguments.recipe, arguments.overrides));
        }
        if (!arguments.overrides.isEmpty()) {
            throw new UsageException("--set " + arguments.overrides.get(0)
                    + " changes a recipe, and none is given: add --recipe RECIPE");
        }
        return BenchmarkSubject.of(
                size == null ? BenchmarkSize.TINY : size, method == null ? BenchmarkMethod.MAE : method);
    }

    private static void refuse(@Nullable Object value, String option) {
        if (value != null) {
            throw new UsageException(option + " has no effect beside --recipe, which says it: leave one of them out");
        }
    }
}
