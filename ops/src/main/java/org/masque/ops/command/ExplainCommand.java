package org.masque.ops.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.masque.config.KeyReference;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque explain}: says what a key of a recipe means. */
@Command(
        name = "explain",
        description =
                "Says what a key of a recipe means: unit, default, range, which methods use it, and what a change means to a"
                        + " run that goes on.")
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "KEY",
            description =
                    "A key, its last part, its beginning, or a section, for instance masking; none lists the sections.")
    private List<String> names = List.of();

    @Option(names = "--markdown", description = "Prints the page of all keys, docs/keys.md, instead.")
    private boolean markdown;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(KeyReference.page());
        } else if (names.isEmpty()) {
            out.print(KeyReference.overview());
        }
        for (String name : names) {
            out.print(explained(name));
        }
        out.flush();
        return ExitCode.OK.number();
    }

    // Who copies it from a command line copies the value too.
    private static String explained(String name) {
        try {
            return KeyReference.explain(name.replaceFirst("=.*", ""));
        } catch (IllegalArgumentException unknown) {
            throw new UsageException(String.valueOf(unknown.getMessage()));
        }
    }
}
