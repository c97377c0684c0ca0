package org.masque.masking;

import java.util.SplittableRandom;

/** Chooses the state of every patch of one view; the same arguments give the same states. */
public interface MaskStrategy {
    /**
     * Plans one view.
     *
     * @param context what is known of the view
     * @param random the only source of chance
     * @return one {@link PatchState} per patch, length L; the number in each state is the same for all views of a
     *     batch, but for views in which nothing is masked, which are not learned from
     */
    byte[] plan(MaskContext context, SplittableRandom random);

    /**
     * How many patches of a view of {@code patches} patches this strategy leaves visible, masks and throws; in the
     * middle of the range where that is drawn for each batch.
     */
    StateCounts counts(int patches);
}
