package org.masque.ops.score;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.masque.actors.run.PartFinder;
import org.masque.actors.run.RunFolder;
import org.masque.actors.run.RunParts;
import org.masque.config.PartKind;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.PartLearner;
import org.masque.model.parts.PartProvider;
import org.masque.model.score.MaskScoring;
import org.masque.model.vit.Weights;
import org.masque.ops.BuildInfo;
import org.masque.ops.RecipeChoice;
import org.masque.ops.UsageException;

/**
 * A provider of parts that is ready to be scored; owned.
 *
 * <p>What a run has learned is taken from the run. Clusters of a data set that no run has learned learn from the scored
 * images, without looking at what is known of them.
 *
 * @param provider labels images
 * @param learnedFrom where what it knows comes from, for people; empty for those that learn nothing
 * @param owner closes everything
 */
record ScoredParts(PartProvider provider, String learnedFrom, AutoCloseable owner) implements AutoCloseable {
    /**
     * Those of a network read from disk.
     *
     * @param network its weights, borrowed
     * @param origin the file or folder that these came from
     * @param recipe of the network
     * @param images to learn from, if need be
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    static ScoredParts of(
            PartKind kind, Weights network, Path origin, Recipe recipe, MaskScoring.Protocol images, Kernels kernels)
            throws IOException {
        Optional<RunFolder> run = RunFolder.withParts(origin);
        if (kind == PartKind.LEARNED || (kind == PartKind.SET_CLUSTERS && isOf(run, recipe, kind))) {
            return ofRun(kind, run, origin, recipe, kernels);
        }
        return of(kind, network, recipe, images, kernels);
    }

    private static boolean isOf(Optional<RunFolder> run, Recipe recipe, PartKind kind) {
        return run.isPresent() && recipe.parts().provider() == kind;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    private static ScoredParts ofRun(
            PartKind kind, Optional<RunFolder> run, Path origin, Recipe recipe, Kernels kernels) throws IOException {
        RunFolder folder = run.orElseThrow(() -> new UsageException("--parts learned: " + origin
                + " belongs to no run that learned parts; masque parts train learns them"));
        RunParts parts = RunParts.open(folder, recipe, BuildInfo.load().version(), kernels);
        if (parts.kind() != kind) {
            parts.close();
            throw new UsageException("--parts learned: the parts of " + folder.path() + " are not learned, but "
                    + RecipeChoice.spelled(parts.kind()) + ": score those");
        }
        return new ScoredParts(parts.provider(), "the run's images", parts);
    }

    /** Those that need nothing but weights, borrowed, and images. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    static ScoredParts of(PartKind kind, Weights network, Recipe recipe, MaskScoring.Protocol images, Kernels kernels) {
        PartProvider provider = PartFinder.of(recipe, kind, network, kernels);
        try {
            if (!(provider instanceof PartLearner learner)) {
                return new ScoredParts(provider, "", provider);
            }
            new SetLearning(images, recipe.parts(), recipe.run().seed()).teach(learner);
            return new ScoredParts(provider, "the scored images", provider);
        } catch (RuntimeException failure) {
            provider.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) { // neither a provider nor parts of a run throw any
            throw new IllegalStateException(impossible);
        }
    }
}
