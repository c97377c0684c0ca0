package org.masque.model.objective;

import org.masque.masking.PatchState;
import org.masque.model.vit.SkippedBranches;

/**
 * The visible and the masked patches of some images, listed image after image.
 *
 * @param images B
 * @param visible B*V patch numbers, ascending within an image
 * @param masked B*M patch numbers, ascending within an image
 * @param skipped which residual branches each image skips
 */
public record ShardPatches(int images, int[] visible, int[] masked, SkippedBranches skipped) {
    /** Of images that skip nothing. */
    public ShardPatches(int images, int[] visible, int[] masked) {
        this(images, visible, masked, SkippedBranches.NONE);
    }

    /** Lists the patches of some images; all must have the same number in each state. */
    static ShardPatches of(byte[][] states, SkippedBranches skipped) {
        ShardPatches listed = of(states, 0, states.length);
        return new ShardPatches(listed.images, listed.visible, listed.masked, skipped);
    }

    /**
     * Lists the patches of a run of images that skip nothing.
     *
     * @param states one array of L states per image; all images have the same number in each state
     * @param from first image
     * @param to after the last image
     */
    public static ShardPatches of(byte[][] states, int from, int to) {
        int visibleOfOne = PatchState.count(states[from], PatchState.VISIBLE);
        int maskedOfOne = PatchState.count(states[from], PatchState.MASKED);
        int images = to - from;
        int[] visible = new int[images * visibleOfOne];
        int[] masked = new int[images * maskedOfOne];
        for (int image = 0; image < images; image++) {
            copy(
                    PatchState.patches(states[from + image], PatchState.VISIBLE),
                    visible,
                    image * visibleOfOne,
                    visibleOfOne);
            copy(PatchState.patches(states[from + image], PatchState.MASKED), masked, image * maskedOfOne, maskedOfOne);
        }
        return new ShardPatches(images, visible, masked);
    }

    private static void copy(int[] patches, int[] list, int at, int expected) {
        if (patches.length != expected) {
            throw new IllegalArgumentException(
                    "images of one shard with " + expected + " and " + patches.length + " patches in the same state");
        }
        System.arraycopy(patches, 0, list, at, expected);
    }
}
