package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.masque.masking.PatchGrid;

class RelativePositionsTest {
    @Test
    void aTableHasOneEntryForEachDistanceAndThreeForTheClassToken() {
        assertThat(RelativePositions.entries(new PatchGrid(14, 14))).isEqualTo(732);
        assertThat(RelativePositions.entries(new PatchGrid(8, 8))).isEqualTo(228);
        assertThat(RelativePositions.entries(new PatchGrid(1, 3))).isEqualTo(8);
    }

    @Test
    void theIndexOfASmallGridIsThatOfThePublicCode() {
        // One row of three patches: distances -2 to 2 are entries 0 to 4, then from, to and at the class token.
        assertThat(RelativePositions.index(new PatchGrid(1, 3)))
                .containsExactly(7, 5, 5, 5, 6, 2, 1, 0, 6, 3, 2, 1, 6, 4, 3, 2);
    }

    @Test
    void pairsShareAnEntryExactlyIfTheyAreEquallyFarApart() {
        PatchGrid grid = new PatchGrid(3, 5);
        int[] index = RelativePositions.index(grid);
        Map<Integer, String> distances = new HashMap<>();
        for (int query = 0; query < 15; query++) {
            for (int key = 0; key < 15; key++) {
                String distance = (query / 5 - key / 5) + " rows, " + (query % 5 - key % 5) + " columns";
                int entry = index[(query + 1) * 16 + key + 1];
                assertThat(distances.computeIfAbsent(entry, unseen -> distance)).isEqualTo(distance);
            }
        }
        assertThat(distances).hasSize(5 * 9);
        assertThat(distances.values()).doesNotHaveDuplicates();
    }
}
