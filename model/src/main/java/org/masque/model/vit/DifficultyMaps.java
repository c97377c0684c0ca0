package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import org.masque.masking.AttentionMap;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * How hard the network expects each patch to be, all patches visible (HPM, Wang et al. 2023, section 3.3; spec 5.6).
 *
 * <p>Only the order within an image is learned, so a map is stretched to [0, 1]; a map that says nothing is 1.
 */
public final class DifficultyMaps implements PatchMaps {
    private final MaskedAutoencoder network;
    private final Kernels kernels;
    private final Arena arena;

    /** Over weights with a second decoder, and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public DifficultyMaps(Weights weights, Kernels kernels) {
        this.network = new MaskedAutoencoder(weights, null);
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
    }

    @Override
    public float[][] of(Tensor images) {
        arena.reset();
        float[] difficulty =
                network.difficulty(Tape.inference(kernels, arena), images).toArray();
        int patches = network.shape().patches();
        float[][] maps = new float[difficulty.length / patches][];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = AttentionMap.ofHeads(Arrays.copyOfRange(difficulty, i * patches, (i + 1) * patches), 1);
        }
        return maps;
    }

    @Override
    public void close() {
        arena.close();
    }
}
