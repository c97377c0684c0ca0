package org.masque.model.probe;

/**
 * The k largest numbers of a row, best first; of equal numbers the one with the lower index is better.
 *
 * <p>A binary heap with the worst kept entry on top: most numbers of a long row cost one comparison. It is reused from
 * row to row and belongs to one thread.
 */
final class Neighbours {
    private final int[] indices;
    private final float[] similarities;

    /** Keeps {@code k} entries; every row must have at least as many. */
    Neighbours(int k) {
        indices = new int[k];
        similarities = new float[k];
    }

    /** Replaces what was selected before. */
    void select(float[] row) {
        int k = indices.length;
        for (int index = 0; index < k; index++) {
            indices[index] = index;
            similarities[index] = row[index];
        }
        for (int entry = k / 2 - 1; entry >= 0; entry--) {
            sink(entry, k);
        }
        // Indices rise, so a number equal to the worst kept one ranks behind it and stays out.
        for (int index = k; index < row.length; index++) {
            if (row[index] > similarities[0]) {
                indices[0] = index;
                similarities[0] = row[index];
                sink(0, k);
            }
        }
        sortBestFirst();
    }

    /** How many entries there are. */
    int count() {
        return indices.length;
    }

    /** Where in the row the entry of that rank stands; rank 0 is the largest. */
    int index(int rank) {
        return indices[rank];
    }

    /** The number of the entry of that rank. */
    float similarity(int rank) {
        return similarities[rank];
    }

    private void sortBestFirst() {
        for (int last = indices.length - 1; last > 0; last--) {
            swap(0, last);
            sink(0, last);
        }
    }

    private void sink(int entry, int size) {
        int parent = entry;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && worse(child + 1, child)) {
                child++;
            }
            if (!worse(child, parent)) {
                return;
            }
            swap(child, parent);
            parent = child;
        }
    }

    private boolean worse(int left, int right) {
        return similarities[left] < similarities[right]
                || (similarities[left] == similarities[right] && indices[left] > indices[right]);
    }

    private void swap(int left, int right) {
        int index = indices[left];
        indices[left] = indices[right];
        indices[right] = index;
        float similarity = similarities[left];
        similarities[left] = similarities[right];
        similarities[right] = similarity;
    }
}
