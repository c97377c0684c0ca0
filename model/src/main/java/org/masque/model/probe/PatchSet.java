package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.masque.masking.PatchGrid;
import org.masque.model.data.Augmentation;
import org.masque.model.data.BadImageException;
import org.masque.model.data.ImageViews;
import org.masque.model.data.SegmentedImages;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.Views;
import org.masque.model.tensor.TensorRef;

/**
 * The patch tokens of images of which each pixel is known, and how much of each patch shows what. It owns the tokens.
 * What cannot be read is left out.
 *
 * <p>N images, L patches, D width, C classes of pixels.
 */
final class PatchSet implements AutoCloseable {
    private static final int CHUNK = 64;

    private final SegmentedImages images;
    private final EncoderFeatures encoder;
    private final PatchGrid grid;
    private final SkipBudget budget;
    private final TensorRef tokens;
    private final List<double[][]> areas = new ArrayList<>();

    /**
     * Extracts the tokens of some images.
     *
     * @param images borrowed
     * @param ids which of them
     * @param view the size and normalisation that the network expects
     * @param budget counts images that cannot be read, and says when there are too many
     * @param encoder borrowed
     * @param progress hears how many images are done
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    PatchSet(
            SegmentedImages images,
            int[] ids,
            Augmentation view,
            SkipBudget budget,
            EncoderFeatures encoder,
            IntConsumer progress) {
        this.images = images;
        this.encoder = encoder;
        this.grid = encoder.grid();
        this.budget = budget;
        this.tokens = TensorRef.zeros((long) ids.length * grid.patches(), encoder.width());
        ImageViews whole = ImageViews.whole(images.images(), view, budget);
        try {
            for (int from = 0; from < ids.length; from += CHUNK) {
                int to = Math.min(ids.length, from + CHUNK);
                try (Views views = whole.load(0, Arrays.copyOfRange(ids, from, to))) {
                    add(views);
                }
                progress.accept(to);
            }
        } catch (RuntimeException failure) {
            tokens.close();
            throw failure;
        }
    }

    private void add(Views views) {
        if (views.size() == 0) {
            return;
        }
        float[] extracted = encoder.patchTokens(views.tensor());
        int length = extracted.length / views.size();
        for (int image = 0; image < views.size(); image++) {
            try {
                double[][] shown = images.labels(views.ids()[image]).shares(grid);
                float[] own = Arrays.copyOfRange(extracted, image * length, (image + 1) * length);
                tokens.tensor().slice((long) areas.size() * length, length).copyFrom(own);
                areas.add(byClass(views.ids()[image], shown));
            } catch (BadImageException bad) {
                budget.skipped(bad);
            }
        }
    }

    private double[][] byClass(int id, double[][] shown) {
        double[][] areas = new double[images.pixelClasses()][grid.patches()];
        for (int label = 0; label < shown.length; label++) {
            areas[images.pixelClass(id, label)] = shown[label];
        }
        return areas;
    }

    /** How many images there are, N. */
    int images() {
        return areas.size();
    }

    /** For each image, [C][L]: how much of each patch shows what, in shares of the patch. */
    List<double[][]> areas() {
        return areas;
    }

    /**
     * The tokens [N L, D], image by image, each labelled by what shows most in its patch; where nothing is decided by
     * 0.
     *
     * @throws IllegalArgumentException if there is no image
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    Features features() {
        int patches = grid.patches();
        int[] labels = new int[images() * patches];
        Arrays.setAll(labels, row -> most(areas.get(row / patches), row % patches));
        TensorRef copy = TensorRef.zeros(labels.length, encoder.width());
        copy.tensor().copyFrom(tokens.tensor().slice(0, labels.length, encoder.width()));
        return Features.own(copy, labels);
    }

    private static int most(double[][] areas, int patch) {
        int most = 0;
        for (int each = 1; each < areas.length; each++) {
            most = areas[each][patch] > areas[most][patch] ? each : most;
        }
        return most;
    }

    @Override
    public void close() {
        tokens.close();
    }
}
