package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps from features: the normalised cut and the distance from the border, on images whose object is known. */
class FeatureCutTest {
    private static final PatchGrid GRID = new PatchGrid(5, 6);
    private static final Set<Integer> OBJECT = Set.of(8, 9, 14, 15, 20);
    private static final int WIDTH = 8;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bothMapsPutEveryPatchOfAPlantedObjectAboveAllOthers(long seed) {
        float[] features = planted(seed);
        assertObjectAbove(FeatureCut.of(cosines(features), GRID, .2));
        assertObjectAbove(BorderDistance.of(features, 2, GRID));
    }

    private static void assertObjectAbove(float[] map) {
        double weakest = OBJECT.stream().mapToDouble(patch -> map[patch]).min().orElseThrow();
        for (int patch = 0; patch < map.length; patch++) {
            assertThat(map[patch]).isBetween(0f, 1f);
            assertThat(OBJECT.contains(patch) || map[patch] < weakest)
                    .as("patch %d weighs %f, the object at least %f", patch, map[patch], weakest)
                    .isTrue();
        }
    }

    // Two groups joined by edges of weight a, each patch with edges of 1 to its own: the vector is constant on both.
    @Test
    void theCutOfTwoPlainGroupsIsOneAndZero() {
        PatchGrid grid = new PatchGrid(3, 3);
        float[] cosines = new float[81];
        for (int i = 0; i < 81; i++) {
            cosines[i] = (i / 9 == 4) == (i % 9 == 4) ? 1 : .3f;
        }
        assertThat(FeatureCut.of(cosines, grid, .2)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    @ParameterizedTest(name = "{0} rows, seed {1}")
    @CsvSource({"2, 1", "3, 2", "5, 3", "17, 4", "48, 5", "64, 6"})
    void theSecondEigenvectorIsThatOfADenseSearch(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] first = random.doubles(size, .5, 1.5).toArray();
        double[] second = random.doubles(size, -1, 1).toArray();
        unit(first);
        subtract(first, second);
        unit(second);
        double[] matrix = new double[size * size];
        double[] third = random.doubles(size, -1, 1).toArray();
        subtract(first, third);
        subtract(second, third);
        unit(third);
        for (int i = 0; i < matrix.length; i++) {
            int row = i / size;
            int column = i % size;
            matrix[i] =
                    first[row] * first[column] + .6 * second[row] * second[column] - .9 * third[row] * third[column];
        }
        double[] found = SecondEigenvector.of(matrix, first);
        double along = 0;
        for (int i = 0; i < size; i++) {
            along += found[i] * second[i];
        }
        assertThat(Math.abs(along)).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest(name = "{0} patches a side")
    @ValueSource(ints = {8, 14, 32})
    void theStepsAreEnoughForLikenessesOfManyPatches(int side) {
        PatchGrid grid = new PatchGrid(side, side);
        float[] features = new float[grid.patches() * WIDTH];
        SplittableRandom random = new SplittableRandom(side);
        for (int i = 0; i < features.length; i++) {
            int patch = i / WIDTH;
            int row = patch / side;
            double place = Math.sin(row * .7 + i % WIDTH) + Math.cos((patch % side) * .4 * (i % WIDTH));
            features[i] = (float) (1 + place + random.nextDouble(-.5, .5));
        }
        float[] cosines = cosines(features);
        double[] edges = new double[cosines.length];
        double[] roots = new double[grid.patches()];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Math.max(cosines[i], 1e-5);
            roots[i / roots.length] += edges[i];
        }
        Arrays.setAll(roots, i -> Math.sqrt(roots[i]));
        for (int i = 0; i < edges.length; i++) {
            edges[i] /= roots[i / roots.length] * roots[i % roots.length];
        }
        double[] found = SecondEigenvector.of(edges, roots);
        assertThat(residual(edges, found)).isLessThan(1e-4);
    }

    private static double residual(double[] matrix, double[] vector) {
        int size = vector.length;
        double[] product = new double[size];
        double value = 0;
        for (int i = 0; i < matrix.length; i++) {
            product[i / size] += matrix[i] * vector[i % size];
        }
        for (int i = 0; i < size; i++) {
            value += product[i] * vector[i];
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.pow(product[i] - value * vector[i], 2);
        }
        return Math.sqrt(sum);
    }

    // Mirrored left to right, the map is mirrored: no patch counts more for where it stands in the list.
    @Test
    void aMirroredImageHasTheMirroredMap() {
        float[] features = planted(9);
        float[] mirrored = new float[features.length];
        for (int patch = 0; patch < GRID.patches(); patch++) {
            System.arraycopy(features, patch * WIDTH, mirrored, mirror(patch) * WIDTH, WIDTH);
        }
        float[] cut = FeatureCut.of(cosines(features), GRID, .2);
        float[] mirroredCut = FeatureCut.of(cosines(mirrored), GRID, .2);
        float[] distance = BorderDistance.of(features, 2, GRID);
        float[] mirroredDistance = BorderDistance.of(mirrored, 2, GRID);
        for (int patch = 0; patch < GRID.patches(); patch++) {
            assertThat(mirroredCut[mirror(patch)]).isCloseTo(cut[patch], within(1e-5f));
            assertThat(mirroredDistance[mirror(patch)]).isCloseTo(distance[patch], within(1e-6f));
        }
    }

    private static int mirror(int patch) {
        return patch / GRID.columns() * GRID.columns() + GRID.columns() - 1 - patch % GRID.columns();
    }

    // Head 1 of 2: the border is 0, the middle (3, 4). Head 2 says nothing and is left out.
    @Test
    void theDistanceIsStretchedInEachHeadAndAHeadThatSaysNothingIsLeftOut() {
        PatchGrid grid = new PatchGrid(3, 3);
        float[] features = new float[9 * 4];
        features[4 * 4] = 3;
        features[4 * 4 + 1] = 4;
        assertThat(BorderDistance.of(features, 2, grid)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0);
    }

    @Test
    void patchesThatAreAllAlikeWeighAlike() {
        float[] features = new float[GRID.patches() * WIDTH];
        Arrays.fill(features, .25f);
        assertThat(FeatureCut.of(cosines(features), GRID, .2)).containsOnly(1f);
        assertThat(BorderDistance.of(features, 2, GRID)).containsOnly(1f);
        assertThat(FeatureCut.of(new float[] {1}, new PatchGrid(1, 1), .2)).containsExactly(1);
    }

    @Test
    void whatIsNotFiniteOrDoesNotFitIsRefused() {
        float[] features = planted(1);
        features[3] = Float.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureCut.of(cosines(features), GRID, .2))
                .withMessageContaining("damaged");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BorderDistance.of(features, 2, GRID))
                .withMessageContaining("damaged");
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureCut.of(new float[8], new PatchGrid(1, 3), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> BorderDistance.of(new float[30 * 8], 3, GRID));
    }

    /** Ground of one direction, an object of another, and noise. */
    private static float[] planted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ground = random.doubles(WIDTH, -1, 1).toArray();
        double[] object = random.doubles(WIDTH, -1, 1).toArray();
        unit(ground);
        subtract(ground, object);
        unit(object);
        float[] features = new float[GRID.patches() * WIDTH];
        for (int i = 0; i < features.length; i++) {
            double[] mean = OBJECT.contains(i / WIDTH) ? object : ground;
            features[i] = (float) (mean[i % WIDTH] + random.nextDouble(-.1, .1));
        }
        return features;
    }

    private static float[] cosines(float[] features) {
        int patches = features.length / WIDTH;
        float[] cosines = new float[patches * patches];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = (float) (dot(features, i / patches, i % patches)
                    / Math.sqrt(dot(features, i / patches, i / patches) * dot(features, i % patches, i % patches)));
        }
        return cosines;
    }

    private static double dot(float[] features, int a, int b) {
        double sum = 0;
        for (int channel = 0; channel < WIDTH; channel++) {
            sum += features[a * WIDTH + channel] * features[b * WIDTH + channel];
        }
        return sum;
    }

    private static void unit(double[] vector) {
        double length =
                Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
        Arrays.setAll(vector, i -> vector[i] / length);
    }

    private static void subtract(double[] unit, double[] from) {
        double along = 0;
        for (int i = 0; i < from.length; i++) {
            along += unit[i] * from[i];
        }
        for (int i = 0; i < from.length; i++) {
            from[i] -= along * unit[i];
        }
    }
}
