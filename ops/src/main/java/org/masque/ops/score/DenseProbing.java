package org.masque.ops.score;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.DataKind;
import org.masque.config.Recipe;
import org.masque.model.data.ImageSource;
import org.masque.model.data.SegmentedImages;
import org.masque.model.data.SegmentedShapes;
import org.masque.model.data.Selection;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipTally;
import org.masque.model.data.Split;
import org.masque.model.data.TrimapArchive;
import org.masque.model.kernels.Kernels;
import org.masque.model.probe.DenseProbe;
import org.masque.model.probe.DenseReport;
import org.masque.model.probe.EncoderFeatures;
import org.masque.model.vit.Weights;
import org.masque.ops.UsageException;
import org.masque.ops.progress.PhaseProgress;

/**
 * Dense probes of one network after another on the same images: those of an archive with trimaps, half of them to train
 * on, or the training and test scenes of the recipe. It owns the images.
 */
public final class DenseProbing implements Closeable {
    private static final double MOST_BAD = 0.01;

    private final Recipe recipe;
    private final SegmentedImages train;
    private final SegmentedImages test;
    private final DenseProbe probe;

    private DenseProbing(Recipe recipe, SegmentedImages train, int[] trainIds, SegmentedImages test, int[] testIds) {
        this.recipe = recipe;
        this.train = train;
        this.test = test;
        this.probe = new DenseProbe(
                train, trainIds, test, testIds, RecipeParts.augmentation(recipe.data()), RunEvaluation.probe(recipe));
    }

    /**
     * Opens the images.
     *
     * @param masks an archive with trimaps, or null for generated scenes
     * @param most images to train on, and as many to test on; 0 for all
     * @throws UsageException if neither is there
     */
    public static DenseProbing open(Recipe recipe, @Nullable Path masks, int most) {
        long seed = recipe.run().seed();
        if (masks != null) {
            SegmentedImages archive = TrimapArchive.open(masks);
            int half = archive.images().size() / 2;
            int count = most == 0 ? half : Math.min(half, most);
            int[] shuffled = Selection.of(archive.images(), archive.images().size(), seed);
            int[] trained = Arrays.copyOf(shuffled, count);
            int[] tested = Arrays.copyOfRange(shuffled, count, most == 0 ? shuffled.length : 2 * count);
            return new DenseProbing(recipe, archive, trained, archive, tested);
        }
        if (recipe.data().kind() != DataKind.SHAPES) {
            throw new UsageException("which pixels show what? Give --masks FILE, or a recipe with data.kind = shapes");
        }
        SegmentedImages train = scenes(recipe.data().size(), seed, Split.TRAIN);
        SegmentedImages test = scenes(recipe.data().testSize(), seed, Split.TEST);
        return new DenseProbing(recipe, train, some(train.images(), most, seed), test, some(test.images(), most, seed));
    }

    private static SegmentedImages scenes(int size, long seed, Split split) {
        return new SegmentedShapes(new ShapesSource(size, seed, split));
    }

    private static int[] some(ImageSource set, int most, long seed) {
        return Selection.of(set, most == 0 ? set.size() : most, seed);
    }

    /** Probes one network. */
    public DenseReport probe(String name, Weights weights, Kernels kernels) {
        int images = probe.trainIds().length + probe.testIds().length;
        SkipBudget budget = new SkipBudget(new SkipTally(), MOST_BAD, images);
        try (EncoderFeatures encoder = new EncoderFeatures(
                        weights, kernels, recipe.evaluation().block());
                PhaseProgress progress = PhaseProgress.begin(name + ", patches", images, "images")) {
            return probe.run(encoder, budget, done -> progress.reached(done, ""));
        }
    }

    @Override
    public void close() throws IOException {
        train.close();
        if (test != train) {
            test.close();
        }
    }
}
