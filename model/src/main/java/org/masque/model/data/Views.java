package org.masque.model.data;

import org.masque.masking.ViewGeometry;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * The views of some samples, owned by whoever holds this.
 *
 * @param images room for at least B views, [.., 3, H, W]
 * @param ids the B samples that could be read, in the order of the views; not to be changed
 * @param geometries how each view was cut; not to be changed
 */
public record Views(TensorRef images, int[] ids, ViewGeometry[] geometries) implements AutoCloseable {
    /** B, the views. */
    public int size() {
        return ids.length;
    }

    /** The B views, [B, 3, H, W], borrowed. */
    public Tensor tensor() {
        return first(images.tensor(), size());
    }

    /** The first {@code count} images of a tensor [.., 3, H, W], borrowed. */
    public static Tensor first(Tensor images, int count) {
        long[] shape = images.shape();
        return images.slice(0, count, shape[1], shape[2], shape[3]);
    }

    @Override
    public void close() {
        images.close();
    }
}
