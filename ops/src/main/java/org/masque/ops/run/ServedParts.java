package org.masque.ops.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.PartStage;
import org.masque.actors.run.RunFolder;
import org.masque.config.EffectiveRecipe;
import org.masque.config.HttpSettings;
import org.masque.config.Recipe;
import org.masque.model.parts.PartLoss;
import org.masque.ops.BuildInfo;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RefusedException.Reason;
import org.masque.ops.control.RunAction;
import org.masque.ops.health.RunHealth;
import org.masque.ops.health.RunState;
import org.masque.ops.metrics.RunMetrics;

/**
 * What is served while parts are found: health and metrics that hear of every step and every chunk of labels, and a run
 * that says how far it is and can be stopped.
 *
 * <p>Its server has the port of the run, which gets it back when this is closed.
 */
final class ServedParts implements PartStage.Progress, AutoCloseable {
    private final PartStage.Progress told;
    private final RunMetrics metrics;
    private final RunHealth health;
    private final ForegroundRun run;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final @Nullable RunServer server;
    private volatile String message = "finding parts";

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    private ServedParts(
            Recipe recipe, RunFolder folder, Optional<HttpSettings> http, PartStage.Progress told, Clock clock)
            throws IOException {
        this.told = told;
        this.metrics = RunMetrics.create(BuildInfo.load(), EffectiveRecipe.hash(recipe), clock);
        this.health = RunSession.health();
        this.run = new ForegroundRun(recipe.run().name(), folder.path(), health, clock);
        metrics.process().watchProgress(health.progress()::silence);
        moveTo(RunState.FINDING_PARTS);
        this.server = http.isEmpty() ? null : RunServer.start(http.get(), folder.path(), metrics, health, run, clock);
    }

    /**
     * Begins.
     *
     * @param http where to serve; empty where nobody should see it
     * @param told hears of the progress too
     */
    @MustBeClosed
    static ServedParts start(
            Recipe recipe, RunFolder folder, Optional<HttpSettings> http, PartStage.Progress told, Clock clock)
            throws IOException {
        return new ServedParts(recipe, folder, http, told, clock);
    }

    /** From now on who asks for a stop is heard. */
    void began(Runnable requestStop) {
        run.began(new ForegroundRun.UnderWay() {
            @Override
            public CompletionStage<String> perform(RunAction action) {
                if (action != RunAction.STOP) {
                    throw new RefusedException(
                            Reason.NOT_NOW, "parts are being found, which can only be stopped: what is done is kept");
                }
                stop(requestStop);
                return ended;
            }

            @Override
            public String message() {
                return message;
            }
        });
    }

    /** Asks the stage for a stop, and says so to whoever asks. */
    void stop(Runnable requestStop) {
        // A run that stops is alive while its actors are; here are none, and what is saved now takes less than their
        // bound.
        health.actors().beat();
        moveTo(RunState.STOPPING);
        requestStop.run();
    }

    private void moveTo(RunState state) {
        health.moveTo(state);
        metrics.process().runStateChanged(state);
    }

    @Override
    public void learned(long step, long steps, PartLoss loss) {
        message = "learning parts, step " + step + " of " + steps;
        health.progress().beat();
        told.learned(step, steps, loss);
    }

    @Override
    public void labelled(int images, int all) {
        message = "labelled " + images + " of " + all + " images with parts";
        health.progress().beat();
        told.labelled(images, all);
    }

    /** Where it is served, without a path; null if it is not. */
    @Nullable
    String url() {
        return server == null ? null : server.url();
    }

    @Override
    public void close() {
        ended.complete("stopped while finding parts, all saved");
        if (server != null) {
            server.close();
        }
    }
}
