package org.masque.ops.run;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.masque.actors.BatchSchedule;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunFolder;
import org.masque.actors.run.TrialStart;
import org.masque.actors.run.TrialStep;
import org.masque.config.HttpSettings;
import org.masque.config.Recipe;
import org.masque.config.RunLength;
import org.masque.model.data.ImageSource;
import org.masque.model.vit.ParameterLayout;

/**
 * What a run would do, for a person.
 *
 * @param recipe of the run
 * @param folder where it would go
 * @param data that it would use, borrowed
 * @param disk bytes that it would write before it deletes any
 */
record DryRunText(Recipe recipe, RunFolder folder, RunData data, long disk) {
    /** Several lines. */
    String of(TrialStart start) {
        return "Run " + recipe.run().name() + " could begin; nothing was written.\n"
                + line("images", images())
                + line(
                        "network",
                        new ParameterLayout(RecipeParts.shape(recipe)).trained() + " weights on views of "
                                + recipe.data().imageHeight() + " x "
                                + recipe.data().imageWidth() + " pixels")
                + line("memory", MemoryNeed.of(recipe).text())
                + line("disk", MemoryPreflight.text(disk) + " before an old checkpoint goes, and there is room")
                + line("server", server(recipe.http()))
                + line("folder", folder.path() + (Files.exists(folder.path()) ? "" : ", which would be made"))
                + line("begins", beginning(start))
                + line("until", end(start))
                + notes(start)
                + line("tried", start.step().map(DryRunText::tried).orElse("no step: none is left"))
                + line("not tried", "maps, an update, evaluation, pictures, writing; the other workers");
    }

    private String notes(TrialStart start) {
        return RunLength.notes(recipe, start.plan().schedule().stepsPerEpoch()).stream()
                .map(note -> line("note", note))
                .collect(Collectors.joining());
    }

    private static String line(String what, String value) {
        return String.format(Locale.ROOT, "  %-10s %s%n", what, value);
    }

    private String images() {
        String tested = data.tested(recipe.evaluation())
                .map(ImageSource::size)
                .map(size -> size + " to evaluate on")
                .orElse("none to evaluate on");
        return data.train().size() + " to train on, " + tested;
    }

    private static String server(HttpSettings http) {
        if (!http.enabled()) {
            return "none (http.enabled = false)";
        }
        return http.port() == 0
                ? "any free port of " + http.host()
                : "port " + http.port() + " of " + http.host() + " is free";
    }

    private String beginning(TrialStart start) {
        if (start.checkpoint().isPresent()) {
            return "after step " + start.cursor().step() + ", with the checkpoint "
                    + start.checkpoint().get();
        }
        String given = recipe.run().weights();
        return "at the start, with weights "
                + (given.isEmpty() ? "drawn from seed " + recipe.run().seed() : "of " + given);
    }

    private String end(TrialStart start) {
        BatchSchedule schedule = start.plan().schedule();
        String images = schedule.accumulation() == 1
                ? schedule.batchSize() + " images"
                : schedule.accumulation() + " batches of " + schedule.batchSize() + " images";
        return "step " + start.plan().totalSteps() + ": " + recipe.run().epochs() + " epochs of "
                + schedule.stepsPerEpoch() + " steps of " + images;
    }

    private static String tried(TrialStep step) {
        String bad = step.loaded() == step.asked() ? "" : " (the others are bad)";
        return String.format(
                Locale.ROOT,
                "%d of the %d images of the next batch loaded in %s%s and masked; %d forward and backward in %s,"
                        + " loss %.4f",
                step.loaded(),
                step.asked(),
                seconds(step.loading()),
                bad,
                step.computed(),
                seconds(step.computing()),
                step.loss());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }
}
