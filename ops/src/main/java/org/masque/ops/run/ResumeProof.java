package org.masque.ops.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private static final List<String> ALWAYS_THERE =
            List.of("weights.safetensors", "adamw-m.safetensors", "adamw-v.safetensors");
    // Of methods that have a teacher, or maps.
    private static final List<String> SOMETIMES_THERE = List.of("teacher.safetensors", "maps.bin");
    private static final String MANIFEST = "manifest.json";
    private static final String GENERATION = "generation";

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
        for (String file : ALWAYS_THERE) {
            same &= same(file, step);
        }
        for (String file : SOMETIMES_THERE) {
            same &= isNowhere(file, step) || same(file, step);
        }
        same &= sameState(step);
        return same;
    }

    private boolean isNowhere(String file, int step) {
        return Files.notExists(checkpoint("whole", step).resolve(file))
                && Files.notExists(checkpoint("resumed", step).resolve(file));
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
        if (Files.notExists(whole) || Files.notExists(resumed)) {
            say(file, "is missing");
            return false;
        }
        long differsAt = Files.mismatch(whole, resumed);
        say(
                file,
                differsAt < 0 ? "the same " + Files.size(whole) + " bytes" : "differs from byte " + differsAt + " on");
        return differsAt < 0;
    }

    // Where the run stands: updates, maps, what its losses taught it.
    private boolean sameState(int steps) throws IOException {
        boolean same = state("whole", steps).equals(state("resumed", steps));
        say("state", same ? "the same" : "differs: " + state("whole", steps) + " and " + state("resumed", steps));
        return same;
    }

    // Without the generation: the run that was stopped was begun once more, and nothing that it learns depends on that.
    private JsonNode state(String name, int steps) throws IOException {
        JsonNode manifest = new ObjectMapper()
                .readTree(checkpoint(name, steps).resolve(MANIFEST).toFile());
        ObjectNode state = manifest.withObject("/content/state").deepCopy();
        state.remove(GENERATION);
        return state;
    }

    private void say(String what, String how) {
        out.println(String.format(Locale.ROOT, "%-22s %s", what, how));
    }

    private Path checkpoint(String name, int steps) {
        return folder.resolve(name).resolve("checkpoints").resolve(String.format(Locale.ROOT, "step-%06d", steps));
    }
}
