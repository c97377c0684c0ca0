package org.masque.model.data;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import org.masque.masking.ViewGeometry;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/** Makes views of an image source: cropped and flipped for training, or whole for maps and evaluation. */
public final class ImageViews implements ViewSource {
    @FunctionalInterface
    private interface Geometries {
        ViewGeometry of(int epoch, int id, int height, int width);
    }

    private final ImageSource source;
    private final Augmentation augmentation;
    private final SkipBudget budget;
    private final Geometries geometries;
    private final ViewRenderer renderer;

    private ImageViews(ImageSource source, Augmentation augmentation, SkipBudget budget, Geometries geometries) {
        this.source = source;
        this.augmentation = augmentation;
        this.budget = budget;
        this.geometries = geometries;
        this.renderer = new ViewRenderer(augmentation);
    }

    /** Views for training, cropped and flipped by chance; all arguments are borrowed. */
    public static ImageViews augmented(ImageSource source, Augmentation augmentation, SkipBudget budget, long seed) {
        return new ImageViews(
                source,
                augmentation,
                budget,
                (epoch, id, height, width) -> augmentation.geometryOf(seed, epoch, id, height, width));
    }

    /** Whole images squeezed to the view's size, the same in every epoch (spec 3.1). */
    public static ImageViews whole(ImageSource source, Augmentation augmentation, SkipBudget budget) {
        return new ImageViews(
                source, augmentation, budget, (epoch, id, height, width) -> Augmentation.whole(height, width));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    public Views load(int epoch, int[] ids) {
        TensorRef images = TensorRef.zeros(ids.length, 3, augmentation.imageHeight(), augmentation.imageWidth());
        try {
            return render(epoch, ids, images);
        } catch (RuntimeException failure) {
            images.close();
            throw failure;
        }
    }

    private Views render(int epoch, int[] ids, TensorRef images) {
        int[] good = new int[ids.length];
        ViewGeometry[] geometry = new ViewGeometry[ids.length];
        long length = augmentation.viewLength();
        int count = 0;
        for (int id : ids) {
            try {
                RawImage image = source.read(id, (height, width) -> reduction(epoch, id, height, width));
                RawImage.FullSize full = image.full();
                geometry[count] = geometries.of(epoch, id, full.height(), full.width());
                Tensor view = images.tensor().slice(count * length, length);
                renderer.render(image, geometry[count], view);
                good[count++] = id;
            } catch (BadImageException bad) {
                budget.skipped(bad);
            }
        }
        return new Views(images, Arrays.copyOf(good, count), Arrays.copyOf(geometry, count));
    }

    private int reduction(int epoch, int id, int height, int width) {
        return Reduction.of(
                geometries.of(epoch, id, height, width).crop(), augmentation.imageHeight(), augmentation.imageWidth());
    }
}
