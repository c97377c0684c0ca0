package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapTransportTest {
    private static final PatchGrid FOUR = new PatchGrid(4, 4);
    private static final PatchGrid TWO = new PatchGrid(2, 2);

    @Test
    void theExampleOfTheSpecificationComesOutExactly() {
        float[] carried = MapTransport.carry(ramp(), FOUR, view(new CropBox(1, 2, 4, 6, 8, 8)), TWO);

        assertThat(carried).containsExactly(new float[] {.222222f, .311111f, .488889f, .577778f}, within(1e-6f));
    }

    @Test
    void aFlipMirrorsTheColumnsOfTheExample() {
        ViewGeometry flipped = new ViewGeometry(new CropBox(1, 2, 4, 6, 8, 8), true);

        assertThat(MapTransport.carry(ramp(), FOUR, flipped, TWO))
                .containsExactly(new float[] {.311111f, .222222f, .577778f, .488889f}, within(1e-6f));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theWholeImageGivesBackTheSameMapBitForBit(long seed) {
        PatchGrid grid = new PatchGrid(14, 9);
        float[] map = random(grid, seed);

        assertThat(MapTransport.carry(map, grid, view(CropBox.whole(375, 501)), grid))
                .isEqualTo(map);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void twoFlipsGiveBackTheSameMap(long seed) {
        PatchGrid grid = new PatchGrid(8, 8);
        float[] map = random(grid, seed);
        ViewGeometry flip = new ViewGeometry(CropBox.whole(33, 47), true);

        float[] once = MapTransport.carry(map, grid, flip, grid);

        assertThat(once).isNotEqualTo(map);
        assertThat(MapTransport.carry(once, grid, flip, grid)).isEqualTo(map);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyPatchGetsTheAverageOfFinePointsInItsArea(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PatchGrid mapGrid = new PatchGrid(random.nextInt(1, 15), random.nextInt(1, 15));
        PatchGrid viewGrid = new PatchGrid(random.nextInt(1, 15), random.nextInt(1, 15));
        CropBox crop = new CropBox(
                random.nextInt(-20, 40), random.nextInt(-20, 40), random.nextInt(1, 80), random.nextInt(1, 80), 60, 50);
        float[] map = random(mapGrid, seed);

        float[] carried = MapTransport.carry(map, mapGrid, view(crop), viewGrid);

        assertThat(carried).containsExactly(sampled(map, mapGrid, crop, viewGrid), within(.01f));
    }

    @Test
    void aCropBesideTheImageGetsTheEdge() {
        float[] carried = MapTransport.carry(ramp(), FOUR, view(new CropBox(-8, -8, 4, 4, 8, 8)), TWO);

        assertThat(carried).containsOnly(ramp()[0]);
    }

    @Test
    void aCropThatSticksOutGoesOnWithTheNearestPatch() {
        // 8 pixels padded by 4 on the left: the left half of the view is the first column of the map.
        float[] carried = MapTransport.carry(ramp(), FOUR, view(new CropBox(0, -4, 8, 8, 8, 8)), FOUR);

        assertThat(new float[] {carried[0], carried[1], carried[2], carried[3]})
                .containsExactly(new float[] {0, 0, 0, 1 / 15f}, within(1e-6f));
    }

    @Test
    void theAverageOfTheWholeImageIsKeptOnACoarserGrid() {
        float[] carried = MapTransport.carry(ramp(), FOUR, view(CropBox.whole(8, 8)), new PatchGrid(1, 1));

        assertThat(carried).containsExactly(new float[] {.5f}, within(1e-6f));
    }

    @Test
    void labelsAreThoseUnderTheCentres() {
        byte[] labels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        CropBox crop = new CropBox(1, 2, 4, 6, 8, 8);

        // The centres lie at rows 2 and 4, columns 3.5 and 6.5 of 8 pixels.
        assertThat(MapTransport.carryLabels(labels, FOUR, view(crop), TWO)).containsExactly(5, 7, 9, 11);
        assertThat(MapTransport.carryLabels(labels, FOUR, new ViewGeometry(crop, true), TWO))
                .containsExactly(7, 5, 11, 9);
        assertThat(MapTransport.carryLabels(labels, FOUR, view(CropBox.whole(30, 20)), FOUR))
                .isEqualTo(labels);
        assertThat(MapTransport.carryLabels(labels, FOUR, view(new CropBox(-9, 8, 4, 4, 8, 8)), TWO))
                .containsExactly(3, 3, 3, 3);
    }

    @Test
    void aMapOfAnotherGridIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MapTransport.carry(new float[15], FOUR, view(CropBox.whole(8, 8)), TWO))
                .withMessageContaining("15 values for a grid of 4x4");
    }

    private static float[] sampled(float[] map, PatchGrid mapGrid, CropBox crop, PatchGrid viewGrid) {
        int points = 200;
        float[] means = new float[viewGrid.patches()];
        for (int patch = 0; patch < means.length; patch++) {
            double sum = 0;
            int row = patch / viewGrid.columns();
            int column = patch % viewGrid.columns();
            for (int down = 0; down < points; down++) {
                double height = crop.height() * (row + (down + .5) / points) / viewGrid.rows();
                int y = cell((crop.top() + height) / crop.imageHeight(), mapGrid.rows());
                for (int across = 0; across < points; across++) {
                    double width = crop.width() * (column + (across + .5) / points) / viewGrid.columns();
                    int x = cell((crop.left() + width) / crop.imageWidth(), mapGrid.columns());
                    sum += map[y * mapGrid.columns() + x];
                }
            }
            means[patch] = (float) (sum / points / points);
        }
        return means;
    }

    private static int cell(double share, int cells) {
        return (int) Math.max(0, Math.min(cells - 1, Math.floor(share * cells)));
    }

    private static float[] ramp() {
        float[] map = new float[16];
        for (int patch = 0; patch < 16; patch++) {
            map[patch] = patch / 15f;
        }
        return map;
    }

    private static float[] random(PatchGrid grid, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] map = new float[grid.patches()];
        for (int patch = 0; patch < map.length; patch++) {
            map[patch] = (float) random.nextDouble();
        }
        return map;
    }

    private static ViewGeometry view(CropBox crop) {
        return new ViewGeometry(crop, false);
    }
}
