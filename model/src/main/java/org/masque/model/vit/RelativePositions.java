package org.masque.model.vit;

import org.masque.masking.PatchGrid;

/**
 * The table of relative position biases: one entry for each distance between two patches in rows and columns, and three
 * for the class token (Bao et al. 2021, as SimMIM's ViT uses it; spec 2).
 */
public final class RelativePositions {
    /** The entries for the class token, which come last. */
    public static final int OF_CLASS_TOKEN = 3;

    private RelativePositions() {}

    /** The entries of the table, for R rows and C columns of patches: (2R-1)(2C-1) + 3. */
    public static int entries(PatchGrid grid) {
        return (2 * grid.rows() - 1) * (2 * grid.columns() - 1) + OF_CLASS_TOKEN;
    }

    /**
     * Which entry each pair of tokens uses.
     *
     * @return [L+1, L+1], query by query: the class token first, then the patches row by row
     */
    public static int[] index(PatchGrid grid) {
        int tokens = grid.patches() + 1;
        int fromClass = entries(grid) - OF_CLASS_TOKEN;
        int[] index = new int[tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                int entry;
                if (query == 0) {
                    entry = key == 0 ? fromClass + 2 : fromClass;
                } else {
                    entry = key == 0 ? fromClass + 1 : distance(query - 1, key - 1, grid);
                }
                index[query * tokens + key] = entry;
            }
        }
        return index;
    }

    private static int distance(int query, int key, PatchGrid grid) {
        int rows = query / grid.columns() - key / grid.columns() + grid.rows() - 1;
        int columns = query % grid.columns() - key % grid.columns() + grid.columns() - 1;
        return rows * (2 * grid.columns() - 1) + columns;
    }
}
