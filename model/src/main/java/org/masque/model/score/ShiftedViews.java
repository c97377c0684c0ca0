package org.masque.model.score;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.data.Augmentation;
import org.masque.model.data.RawImage;
import org.masque.model.data.ViewRenderer;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * Cuts the views of one image that a score needs: the whole image, its middle, and the middle moved a little in four
 * directions.
 *
 * <p>The middle leaves so much room at every side that no moved view leaves the image. For one thread.
 */
final class ShiftedViews {
    /** Which views there are of one image: the whole one, the middle, then four for each distance. */
    static final int WHOLE = 0;

    static final int MIDDLE = 1;
    private static final int[][] DIRECTIONS = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

    private final Augmentation view;
    private final ViewRenderer renderer;
    private final List<Integer> distances;
    private final int room;

    /**
     * For views of one size.
     *
     * @param distances in pixels of a view, each at least 1
     */
    ShiftedViews(Augmentation view, List<Integer> distances) {
        this.view = view;
        this.renderer = new ViewRenderer(view);
        this.distances = distances;
        this.room = distances.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** All crops of an image of this size. */
    List<CropBox> crops(int height, int width) {
        int cropHeight = Math.max(1, (int) ((long) height * view.imageHeight() / (view.imageHeight() + 2 * room)));
        int cropWidth = Math.max(1, (int) ((long) width * view.imageWidth() / (view.imageWidth() + 2 * room)));
        int top = (height - cropHeight) / 2;
        int left = (width - cropWidth) / 2;
        List<CropBox> crops = new ArrayList<>();
        crops.add(CropBox.whole(height, width));
        crops.add(new CropBox(top, left, cropHeight, cropWidth, height, width));
        for (int distance : distances) {
            for (int[] direction : DIRECTIONS) {
                int down = direction[0] * Math.min(top, moved(distance, cropHeight, view.imageHeight()));
                int across = direction[1] * Math.min(left, moved(distance, cropWidth, view.imageWidth()));
                crops.add(new CropBox(top + down, left + across, cropHeight, cropWidth, height, width));
            }
        }
        return crops;
    }

    // A distance in pixels of the image; it moves whole pixels, at least one.
    private static int moved(int distance, int crop, int side) {
        return Math.max(1, Math.round((float) distance * crop / side));
    }

    /** Where the first view of a distance stands; the three others follow. */
    static int first(int distance) {
        return MIDDLE + 1 + distance * DIRECTIONS.length;
    }

    /** How many views a distance has. */
    static int perDistance() {
        return DIRECTIONS.length;
    }

    /** A moved crop as a crop out of the middle, from which it may stick out. */
    static ViewGeometry withinMiddle(CropBox moved, CropBox middle) {
        CropBox crop = new CropBox(
                moved.top() - middle.top(),
                moved.left() - middle.left(),
                moved.height(),
                moved.width(),
                middle.height(),
                middle.width());
        return new ViewGeometry(crop, false);
    }

    /** Renders all views, [B, 3, H, W], owned by the caller. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    TensorRef render(RawImage image, List<CropBox> crops) {
        TensorRef views = TensorRef.zeros(crops.size(), 3, view.imageHeight(), view.imageWidth());
        try {
            for (int each = 0; each < crops.size(); each++) {
                Tensor place = views.tensor().slice((long) each * view.viewLength(), view.viewLength());
                renderer.render(image, new ViewGeometry(crops.get(each), false), place);
            }
            return views;
        } catch (RuntimeException failure) {
            views.close();
            throw failure;
        }
    }
}
