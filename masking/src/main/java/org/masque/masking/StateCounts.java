package org.masque.masking;

/**
 * How many patches of a view are in each state.
 *
 * @param visible at least 1
 * @param masked at least 1
 * @param thrown at least 0
 */
public record StateCounts(int visible, int masked, int thrown) {
    /** All patches. */
    public int patches() {
        return visible + masked + thrown;
    }
}
