package org.masque.actors;

import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;

/** The smallest network that has every part: 16 px images of four patches. */
final class TinyNetwork {
    static final ModelShape SHAPE = new ModelShape(16, 16, 8, Tower.of(8, 1, 2), Tower.of(8, 1, 2));

    private TinyNetwork() {}
}
