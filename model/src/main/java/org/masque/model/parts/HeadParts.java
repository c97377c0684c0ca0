package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;
import org.masque.model.vit.Weights;

/**
 * One part for each head of the last block: a patch belongs to the head whose class token attends to it most, after
 * every head was stretched to [0, 1] (spec 4.1 a). Nothing is trained.
 */
public final class HeadParts implements PartProvider {
    private final Network network;
    private final Kernels kernels;
    private final Arena arena;

    /** Over the weights of a frozen encoder and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public HeadParts(Weights encoder, Kernels kernels) {
        this.network = Network.over(encoder, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
    }

    @Override
    public int parts() {
        return network.shape().encoder().heads();
    }

    @Override
    public byte[][] label(Tensor images, int[] ids) {
        arena.reset();
        Tensor attention = network.classAttention(Tape.inference(kernels, arena), images);
        long size = attention.length() / ids.length;
        byte[][] labels = new byte[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            labels[i] = strongestHead(attention.slice(i * size, size).toArray(), parts());
        }
        return labels;
    }

    /**
     * The head that ranks each patch highest; of equals the first. A head that is the same on all patches ranks none.
     *
     * @param attention H heads x L patches, head by head; not changed
     * @return L labels
     */
    static byte[] strongestHead(float[] attention, int heads) {
        int patches = attention.length / heads;
        byte[] labels = new byte[patches];
        float[] best = new float[patches];
        for (int head = 0; head < heads; head++) {
            float[] stretched = stretched(attention, head * patches, patches);
            for (int patch = 0; patch < patches; patch++) {
                if (stretched[patch] > best[patch]) {
                    best[patch] = stretched[patch];
                    labels[patch] = (byte) head;
                }
            }
        }
        return labels;
    }

    private static float[] stretched(float[] attention, int from, int patches) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int patch = 0; patch < patches; patch++) {
            least = Math.min(least, attention[from + patch]);
            most = Math.max(most, attention[from + patch]);
        }
        float[] stretched = new float[patches];
        for (int patch = 0; patch < patches && most > least; patch++) {
            stretched[patch] = (attention[from + patch] - least) / (most - least);
        }
        return stretched;
    }

    @Override
    public void close() {
        arena.close();
    }
}
