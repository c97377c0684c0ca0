package org.masque.ops.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.masque.actors.run.FrozenEncoder;
import org.masque.actors.run.PartFolder;
import org.masque.actors.run.PartSheets;
import org.masque.actors.run.PartStage;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunFolder;
import org.masque.config.ConfigException;
import org.masque.config.EffectiveRecipe;
import org.masque.config.HttpSettings;
import org.masque.config.Problem;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.PartStore;
import org.masque.ops.BuildInfo;
import org.masque.ops.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages before masks can be chosen by parts: an encoder, unless one is given, then the parts of all images.
 *
 * <p>The encoder's is a run of its own in the folder {@code encoder} of the run, the parts' goes to {@code parts}. Each
 * goes on where it was; what is done already is not done again.
 */
public final class PartStages {
    private static final Logger LOG = LoggerFactory.getLogger(PartStages.class);

    private final Recipe recipe;
    private final ResumePolicy policy;
    private final PrintWriter out;
    private final RunFolder folder;

    /**
     * The stages of one recipe, whose run's lock the caller holds.
     *
     * @param out for a person
     */
    public PartStages(Recipe recipe, ResumePolicy policy, PrintWriter out) {
        this.recipe = recipe;
        this.policy = policy;
        this.out = out;
        this.folder = RunFolder.of(recipe.run().folder(), recipe.run().name());
    }

    /**
     * Goes through both stages.
     *
     * @return {@link ExitCode#OK} when every image has its parts, else what the process should end with
     * @throws IOException if files cannot be read or written, or parts were made otherwise
     */
    public ExitCode run() throws IOException {
        requireEncoder();
        if (recipe.parts().encoder().isBlank() && !isComplete()) {
            String stage = "Stage 1 of 3: pre-training the encoder with random masks, "
                    + recipe.parts().pretrainEpochs() + " epochs";
            RunSession.Stage encoder = new RunSession.Stage(stage, "parts.pretrainEpochs");
            ExitCode end = new RunSession(encoderRecipe(), policy, out, encoder).run();
            if (end != ExitCode.OK) {
                return end;
            }
        }
        try (RunData data = RunData.open(recipe)) {
            return findParts(data);
        }
    }

    /** Checks that the recipe says where the encoder comes from. */
    void requireEncoder() {
        if (recipe.parts().encoder().isBlank() && recipe.parts().pretrainEpochs() == 0) {
            throw new ConfigException(List.of(Problem.of(
                    "parts.encoder",
                    "there is no encoder to find parts with",
                    "name one, or give parts.pretrainEpochs = 1 or more")));
        }
    }

    /** Whether every image has its parts. */
    boolean isComplete() throws IOException {
        if (Files.notExists(folder.parts().labels())) {
            return false;
        }
        try (PartStore store = PartStore.forReading(folder.parts().labels())) {
            return store.isComplete();
        }
    }

    /** The run that pre-trains the encoder: the same network and images, with random masks and without evaluation. */
    Recipe encoderRecipe() {
        int epochs = recipe.parts().pretrainEpochs();
        double warmup = Math.min(recipe.optimizer().warmupEpochs(), epochs);
        return RecipeLoader.loadText(
                EffectiveRecipe.render(recipe),
                "the stage of the encoder",
                List.of(
                        "run.name=" + RunFolder.encoderName(),
                        "run.folder=" + folder.path(),
                        "run.epochs=" + epochs,
                        "run.steps=0",
                        "masking.strategy=random",
                        "parts.kept=1",
                        "optimizer.warmupEpochs=" + warmup,
                        "evaluation.everyEpochs=0",
                        "evaluation.atEnd=false"));
    }

    /** Opens the encoder that a recipe's parts are found with: the one that it names, or that of its first stage. */
    @MustBeClosed
    public static FrozenEncoder openEncoder(Recipe recipe) throws IOException {
        Path run = RunFolder.of(recipe.run().folder(), recipe.run().name()).path();
        Path encoder = recipe.parts().encoder().isBlank()
                ? run.resolve(RunFolder.encoderName())
                : Path.of(recipe.parts().encoder());
        return FrozenEncoder.open(encoder, recipe, BuildInfo.load().version());
    }

    private ExitCode findParts(RunData data) throws IOException {
        String version = BuildInfo.load().version();
        PartFolder parts = folder.parts();
        try (FrozenEncoder encoder = openEncoder(recipe);
                Kernels kernels = AvailableKernels.open(recipe.parallel().kernels());
                PartProgress progress = PartProgress.open(parts.path(), out);
                ServedParts served = ServedParts.start(recipe, folder, served(), progress, Clock.systemUTC())) {
            if (!isComplete()) {
                RunSession.greet(out, served.url(), folder);
                out.println("Stage 2 of 3: parts of " + data.train().size() + " images with the encoder "
                        + encoder.origin());
                out.flush();
            }
            PartStage stage = new PartStage(recipe, parts, data, encoder, version, served);
            served.began(stage::requestStop);
            try (StopSignals signals = StopSignals.listen(() -> served.stop(stage::requestStop))) {
                LOG.debug("listening: {}", signals);
                if (stage.run(kernels) == PartStage.End.STOPPED) {
                    out.println("Stopped while finding parts, all saved. The same command goes on.");
                    return ExitCode.TERMINATED;
                }
            }
            drawParts(data);
            return ExitCode.OK;
        }
    }

    // Where nothing is left to find, the server would be gone before anybody asks it.
    private Optional<HttpSettings> served() throws IOException {
        return recipe.http().enabled() && !isComplete() ? Optional.of(recipe.http()) : Optional.empty();
    }

    private void drawParts(RunData data) throws IOException {
        Path picture = folder.parts().picture();
        if (recipe.pictures().images() > 0 && Files.notExists(picture)) {
            try (PartStore store = PartStore.forReading(folder.parts().labels())) {
                Files.write(
                        picture,
                        new PartSheets(recipe, data)
                                .png(store, recipe.pictures().images()));
            }
            out.println("wrote " + picture);
        }
    }
}
