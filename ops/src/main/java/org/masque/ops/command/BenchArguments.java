package org.masque.ops.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.ops.UsageException;
import picocli.CommandLine.Option;

/** What all benchmarks take. */
final class BenchArguments {
    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "256",
            description = "Images a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "12",
            description = "Timed repetitions (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--recipe", paramLabel = "RECIPE", description = "A built-in recipe or a recipe file.")
    @Nullable
    String recipe;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe; may be repeated.")
    List<String> overrides = new ArrayList<>();

    int batch() {
        return atLeast(1, "--batch", batch);
    }

    int steps() {
        return atLeast(1, "--steps", steps);
    }

    /** The value, or a usage error that names the option. */
    static int atLeast(int least, String option, int value) {
        if (value < least) {
            throw new UsageException(option + " " + value + ": at least " + least);
        }
        return value;
    }
}
