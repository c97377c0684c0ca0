package org.masque.ops.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import org.masque.actors.run.FrozenEncoder;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunFolder;
import org.masque.actors.run.TrialStart;
import org.masque.config.HttpSettings;
import org.masque.config.MaskingKind;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Preflight;
import org.masque.model.checkpoint.RunLock;
import org.masque.model.tensor.TensorLedger;
import org.masque.ops.BuildInfo;
import org.masque.ops.api.AccessToken;
import org.masque.ops.api.ApiServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a run does up to its first update, in the order of {@link RunSession}, and leaves nothing behind.
 *
 * <p>What would keep a run from beginning is thrown as the run throws it. Writing is judged by permissions, the lock is
 * looked at but not taken, checkpoints that are corrupt keep their names, and the port is free again at once.
 */
public final class DryRun {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    private final Recipe recipe;
    private final ResumePolicy resumePolicy;
    private final PrintWriter out;
    private final RunFolder folder;

    /**
     * A trial of one recipe.
     *
     * @param resumePolicy what a run that goes on may change
     * @param out for a person
     */
    public DryRun(Recipe recipe, ResumePolicy resumePolicy, PrintWriter out) {
        this.recipe = recipe;
        this.resumePolicy = resumePolicy;
        this.out = out;
        this.folder = RunFolder.of(recipe.run().folder(), recipe.run().name());
    }

    /**
     * Tries everything and says what would happen.
     *
     * @throws IOException if the folder, the data or a checkpoint could not be read or written
     */
    public void run() throws IOException {
        Preflight.requirePermission(folder.path());
        RunLock.requireFree(folder.path());
        resumePolicy.check(folder, recipe);
        if (recipe.masking().strategy() == MaskingKind.PARTS) {
            AvailableKernels.require(recipe.parallel().kernels());
            tryEarlierStages(new PartStages(recipe, resumePolicy, out));
        }
        tryStart();
    }

    private void tryEarlierStages(PartStages stages) throws IOException {
        stages.requireEncoder();
        if (stages.isComplete()) {
            out.println("Stages 1 and 2 of 3 are done: every image has its parts.");
        } else if (recipe.parts().encoder().isBlank()) {
            out.println("Stage 1 of 3, pre-training the encoder with random masks:");
            new DryRun(stages.encoderRecipe(), resumePolicy, out).run();
            out.println("Stage 2 of 3, finding parts, is not tried.");
        } else {
            try (FrozenEncoder encoder = PartStages.openEncoder(recipe)) {
                out.println("Stage 2 of 3, finding parts with the encoder " + encoder.origin() + ", is not tried.");
            }
        }
        out.println("Stage 3 of 3, masks by parts:");
    }

    private void tryStart() throws IOException {
        AvailableKernels.require(recipe.parallel().kernels());
        try (RunData data = RunData.open(recipe)) {
            resumePolicy.checkData(folder, data.train());
            MemoryPreflight.here(TensorLedger.limit()).require(recipe, LOG::warn);
            long disk = DiskNeed.bytes(recipe, folder, data.train().size());
            Preflight.requireSpace(folder.path(), disk);
            if (recipe.http().enabled()) {
                requireServer(recipe.http());
            }
            TrialStart start =
                    TrialStart.of(recipe, folder, data, BuildInfo.load().version());
            out.print(new DryRunText(recipe, folder, data, disk).of(start));
            out.flush();
        }
    }

    private static void requireServer(HttpSettings http) throws IOException {
        LOG.debug("a token is demanded: {}", AccessToken.fromEnvironment().isPresent());
        ApiServer.requireFree(new InetSocketAddress(http.host(), http.port()));
    }
}
