package org.masque.ops.bench;

import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;

/** The sizes that the yardstick measures. */
public enum BenchmarkSize {
    /** 32 pixels, patch 4. */
    TINY,
    /** 64 pixels, patch 8. */
    SMALL,
    /** 224 pixels, patch 16: ViT-B. */
    BASE;

    /** The batch that the yardstick's figures are given for. */
    public int usualBatch() {
        return switch (this) {
            case TINY -> 256;
            case SMALL -> 64;
            case BASE -> 16;
        };
    }

    /** The network's sizes. */
    public ModelShape shape() {
        return switch (this) {
            case TINY -> new ModelShape(32, 32, 4, Tower.of(192, 12, 3), Tower.of(128, 4, 4));
            case SMALL -> new ModelShape(64, 64, 8, Tower.of(384, 12, 6), Tower.of(192, 4, 6));
            case BASE -> new ModelShape(224, 224, 16, Tower.of(768, 12, 12), Tower.of(512, 8, 16));
        };
    }
}
