package org.masque.model.kernels.simd;

import java.util.function.Consumer;

/**
 * Heads whose scores are in the cache together: all heads of some images, or some heads of one image.
 *
 * @param image the first
 * @param images how many
 * @param head the first
 * @param heads how many of each image
 */
record HeadGroup(int image, int images, int head, int heads) {
    /** Scores of a group: 256 KB, a part of a core's second-level cache. */
    static final int MOST_SCORES = 1 << 16;

    /**
     * Visits all heads, group by group.
     *
     * @param scores floats that the scores of one head take
     */
    static void forEach(PackedHeads packed, int scores, Consumer<HeadGroup> visitor) {
        int heads = Math.max(1, Math.min(packed.heads(), MOST_SCORES / scores));
        int images = heads < packed.heads() ? 1 : Math.max(1, MOST_SCORES / (heads * scores));
        for (int image = 0; image < packed.images(); image += images) {
            int some = Math.min(images, packed.images() - image);
            for (int head = 0; head < packed.heads(); head += heads) {
                visitor.accept(new HeadGroup(image, some, head, Math.min(heads, packed.heads() - head)));
            }
        }
    }
}
