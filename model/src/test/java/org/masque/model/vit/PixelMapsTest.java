package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.masking.PatchGrid;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class PixelMapsTest {
    private static final int SIDE = 12;
    private static final int PATCH = 3;
    private static final PatchGrid GRID = new PatchGrid(SIDE / PATCH, SIDE / PATCH);

    private static boolean isInside(int patch) {
        int row = patch / GRID.columns();
        int column = patch % GRID.columns();
        return row % 3 > 0 && column % 3 > 0;
    }

    // The second image is the first with its colours exchanged.
    private static float[] pixels() {
        float[] pixels = new float[2 * 3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int column = i % SIDE / PATCH;
            int row = i / SIDE % SIDE / PATCH;
            boolean inside = isInside(row * GRID.columns() + column);
            boolean first = i < pixels.length / 2;
            int channel = i / (SIDE * SIDE) % 3;
            pixels[i] = channel == (inside == first ? 0 : 2) ? 1 : 0;
        }
        return pixels;
    }

    @Test
    void patchesOfAnotherColourThanTheBorderWeighMostInEachImage() {
        try (TensorRef images = TensorRef.of(pixels(), 2, 3, SIDE, SIDE);
                Kernels kernels = KernelsProvider.open("simd");
                PixelMaps maps = new PixelMaps(GRID, 0.2, kernels)) {
            for (float[] map : maps.of(images.tensor())) {
                for (int patch = 0; patch < GRID.patches(); patch++) {
                    if (isInside(patch)) {
                        assertThat(map[patch]).as("patch %d", patch).isGreaterThan(0.99f);
                    } else {
                        assertThat(map[patch]).as("patch %d", patch).isLessThan(0.01f);
                    }
                }
            }
        }
    }
}
