package org.masque.actors;

import org.masque.masking.ViewGeometry;
import org.masque.model.tensor.TensorRef;

/**
 * A batch ready to train on, owned: views and the states of their patches.
 *
 * @param number through the whole run, 0-based
 * @param epoch 0-based
 * @param images [B, 3, H, W], or with room for more than B
 * @param ids the B samples
 * @param geometries how each view was cut
 * @param states L states per view
 */
public record HostBatch(long number, int epoch, TensorRef images, int[] ids, ViewGeometry[] geometries, byte[][] states)
        implements OwnedMessage {
    /** B, the views. */
    public int size() {
        return ids.length;
    }

    /** One more claim, for one more receiver. */
    public HostBatch retain() {
        images.retain();
        return this;
    }

    @Override
    public void close() {
        images.close();
    }
}
