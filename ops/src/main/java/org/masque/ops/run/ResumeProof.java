package org.masque.ops.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.masque.config.Recipe;
import org.masque.ops.ExitCode;

/**
 * Proves on this machine that a recipe's run, stopped and gone on with, is the run that was never stopped: it trains
 * some steps and more at once, then some, stops, goes on, and compares both ends bit by bit.
 */
public final class ResumeProof {
    private static final List<String> COMPARED =
            List.of("weights.safetensors", "adamw-m.safetensors", "adamw-v.safetensors", "maps.bin");

    private final Function<List<String>, Recipe> recipe;
    private final Path folder;
    private final PrintWriter out;

    /**
     * A proof.
     *
     * @param recipe with these keys changed beside the user's
     * @param folder for its two runs, exists
     * @param out for a person
     */
    public ResumeProof(Function<List<String>, Recipe> recipe, Path folder, PrintWriter out) {
        this.recipe = recipe;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Makes the three trainings and prints the verdict.
     *
     * @param before steps to the stop, at least 1
     * @param after steps from there, at least 1
     * @return whether every bit is the same
     * @throws IOException if a run cannot write
     * @throws UnfinishedProofException if one of the trainings ended early
     */
    public boolean holds(int before, int after) throws IOException {
        int steps = before + after;
        train("whole", steps);
        train("resumed", before);
        train("resumed", steps);
        boolean same = sameAt(steps);
        out.println(
                same
                        ? "Exact: " + before + " steps, a stop and " + after + " more are " + steps + " steps."
                        : "NOT exact.");
        return same;
    }

    /** Compares both runs' checkpoints of a step, and prints what it finds. */
    boolean sameAt(int step) throws IOException {
        boolean same = true;
        for (String file : COMPARED) {
            same &= same(file, step);
        }
        return same;
    }

    private void train(String name, int steps) throws IOException {
        List<String> keys = new ArrayList<>(List.of(
                "run.name=" + name,
                "run.folder=" + folder,
                "run.steps=" + steps,
                "masking.refresh=barrier",
                "evaluation.atEnd=false",
                "evaluation.everyEpochs=0",
                "pictures.everyEpochs=0",
                "pictures.everySteps=0",
                "http.enabled=false"));
        out.println(name + ": up to step " + steps);
        ExitCode end = new RunSession(recipe.apply(keys), ResumePolicy.STRICT, quiet()).run();
        if (end != ExitCode.OK || !Files.isDirectory(checkpoint(name, steps))) {
            throw new UnfinishedProofException(
                    name + " ended with " + end.number() + " and without a checkpoint of step " + steps
                            + ": see its log, or take fewer steps than run.epochs holds");
        }
    }

    private static PrintWriter quiet() {
        return new PrintWriter(PrintWriter.nullWriter());
    }

    private boolean same(String file, int steps) throws IOException {
        Path whole = checkpoint("whole", steps).resolve(file);
        Path resumed = checkpoint("resumed", steps).resolve(file);
        if (!Files.exists(whole) && !Files.exists(resumed)) {
            return true;
        }
        long differsAt = Files.mismatch(whole, resumed);
        out.println(String.format(
                Locale.ROOT,
                "%-22s %s",
                file,
                differsAt < 0 ? "the same " + Files.size(whole) + " bytes" : "differs from byte " + differsAt + " on"));
        return differsAt < 0;
    }

    private Path checkpoint(String name, int steps) {
        return folder.resolve(name).resolve("checkpoints").resolve(String.format(Locale.ROOT, "step-%06d", steps));
    }
}
