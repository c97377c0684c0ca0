package org.masque.masking;

/**
 * How many patches of a view are in each state.
 *
 * @param visible at least 1
 * @param masked at least 1
 * @param thrown at least 0
 */
public record StateCounts(int visible, int masked, int thrown) {
    public StateCounts {
        if (visible < 1 || masked < 1 || thrown < 0) {
            throw new IllegalArgumentException("the mask ratios would make " + visible + " patches visible, " + masked
                    + " masked and " + thrown + " thrown: a view needs at least one visible and one masked patch;"
                    + " change the ratios or cut the view into more patches");
        }
    }

    /** Those of a planned view. */
    public static StateCounts of(byte[] states) {
        return new StateCounts(
                PatchState.count(states, PatchState.VISIBLE),
                PatchState.count(states, PatchState.MASKED),
                PatchState.count(states, PatchState.THROWN));
    }

    /** All patches. */
    public int patches() {
        return visible + masked + thrown;
    }
}
