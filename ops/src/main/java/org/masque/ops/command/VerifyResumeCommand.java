package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.masque.ops.UsageException;
import org.masque.ops.run.ResumeProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque verify-resume}: proves that a stop and a resume change no bit. */
@Command(
        name = "verify-resume",
        description = "Trains the same steps without and with a stop between, and compares both ends bit by bit.",
        footer = {
            "",
            "Maps are made at barriers, since otherwise masks depend on timing; there is no evaluation, picture or server. Ends with 0 if"
                    + " every bit of weights, moments and maps is the same, with 1 if not."
        })
public final class VerifyResumeCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments recipe;

    @Option(names = "--steps", defaultValue = "10", description = "Steps before the stop (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--more", defaultValue = "10", description = "Steps after the stop (default: ${DEFAULT-VALUE}).")
    private int more;

    @Option(names = "--runs", paramLabel = "DIR", description = "Keeps both runs there; by default they are deleted.")
    private Path runs;

    @Override
    public Integer call() throws IOException {
        if (steps < 1 || more < 1) {
            throw new UsageException("--steps and --more must be at least 1");
        }
        if (runs != null) {
            return prove(Files.createDirectories(runs));
        }
        Path temporary = Files.createTempDirectory("masque-verify-resume-");
        try {
            return prove(temporary);
        } finally {
            TemporaryFolder.delete(temporary);
        }
    }

    private int prove(Path folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        return new ResumeProof(recipe::load, folder, out).holds(steps, more) ? 0 : DIFFERENT;
    }
}
