package org.masque.masking;

import java.util.Arrays;

/** Sorts places by a key and keeps equal ones in their order. */
final class StableOrder {
    private StableOrder() {}

    /** The places 0 to n-1, that of the smallest key first. */
    static int[] ascending(double[] keys) {
        Integer[] places = new Integer[keys.length];
        Arrays.setAll(places, place -> place);
        Arrays.sort(places, (left, right) -> Double.compare(keys[left], keys[right]));
        return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
    }
}
