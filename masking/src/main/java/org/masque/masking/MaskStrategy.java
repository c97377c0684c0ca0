package org.masque.masking;

import java.util.SplittableRandom;

/** Chooses the state of every patch of one view; the same arguments give the same states. */
public interface MaskStrategy {
    /**
     * Plans one view.
     *
     * @param context what is known of the view
     * @param random the only source of chance
     * @return one {@link PatchState} per patch, length L; the number in each state depends on L only
     */
    byte[] plan(MaskContext context, SplittableRandom random);

    /** How many patches of a view of {@code patches} patches this strategy leaves visible, masks and throws. */
    StateCounts counts(int patches);
}
