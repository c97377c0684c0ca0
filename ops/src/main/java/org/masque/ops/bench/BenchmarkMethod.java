package org.masque.ops.bench;

import org.masque.masking.AttentionMasking;
import org.masque.masking.MaskStrategy;
import org.masque.masking.RandomMasking;

/** The methods that the yardstick measures. */
public enum BenchmarkMethod {
    /** 75% masked. */
    MAE,
    /** 45% masked, 40% thrown. */
    AMT;

    /** How states are chosen. */
    public MaskStrategy strategy() {
        return switch (this) {
            case MAE -> new RandomMasking(0.75);
            case AMT -> new AttentionMasking(0.45, 0.40);
        };
    }
}
