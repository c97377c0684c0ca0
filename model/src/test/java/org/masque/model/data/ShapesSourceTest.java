package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapesSourceTest {
    // Every seventh byte stands for its neighbours; 7 has no factor in common with the three channels.
    private static final int SAMPLED = 7;
    private static final int PIXELS = ShapesSource.SIDE * ShapesSource.SIDE;

    @Test
    void aSceneIsAPureFunctionOfSeedSplitAndId() {
        ShapesSource source = new ShapesSource(40, 5, Split.TRAIN);
        List<byte[]> inOrder =
                IntStream.range(0, 40).mapToObj(id -> source.read(id).rgb()).toList();
        ShapesSource larger = new ShapesSource(1000, 5, Split.TRAIN);
        IntStream.range(0, 40)
                .parallel()
                .forEach(id -> assertThat(larger.read(39 - id).rgb()).isEqualTo(inOrder.get(39 - id)));

        assertThat(new ShapesSource(40, 6, Split.TRAIN).read(3).rgb()).isNotEqualTo(inOrder.get(3));
        assertThat(new ShapesSource(40, 5, Split.TEST).read(3).rgb()).isNotEqualTo(inOrder.get(3));
    }

    @Test
    void theClassesTakeTurns() {
        ShapesSource source = new ShapesSource(100, 1, Split.TRAIN);

        assertThat(source.classNames())
                .hasSize(10)
                .contains("house", "fish", "butterfly")
                .doesNotHaveDuplicates();
        for (int label = 0; label < 10; label++) {
            int wanted = label;
            assertThat(IntStream.range(0, 100).filter(id -> source.label(id) == wanted))
                    .hasSize(10);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everySceneShowsAllPartsOfItsObjectAndSomeGround(long seed) {
        ShapesSource source = new ShapesSource(200, seed, Split.TRAIN);
        for (int id = 0; id < 200; id++) {
            byte[] parts = source.parts(id);
            Set<Integer> seen = new TreeSet<>();
            for (byte part : parts) {
                seen.add((int) part);
            }
            int expected = ShapeKind.ALL.get(source.label(id)).parts().size();
            assertThat(seen)
                    .as(source.name(id))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(0, expected).boxed().toList());
            long ground = IntStream.range(0, PIXELS).filter(i -> parts[i] == 0).count();
            assertThat(ground).as(source.name(id)).isBetween(PIXELS * 4L / 10, PIXELS * 98L / 100);
        }
    }

    @Test
    void thePartMapFollowsThePixels() {
        // Averaged over many scenes, a step across a part's border changes the colour more than a step within it.
        ShapesSource source = new ShapesSource(200, 9, Split.TRAIN);
        double across = 0;
        double within = 0;
        long acrossSteps = 0;
        long withinSteps = 0;
        for (int id = 0; id < source.size(); id++) {
            byte[] rgb = source.read(id).rgb();
            byte[] parts = source.parts(id);
            for (int pixel = 0; pixel < PIXELS - 2; pixel++) {
                int difference = Math.abs((rgb[3 * pixel] & 0xFF) - (rgb[3 * pixel + 6] & 0xFF));
                if (pixel % ShapesSource.SIDE >= ShapesSource.SIDE - 2) {
                    continue;
                }
                if (parts[pixel] == parts[pixel + 2]) {
                    within += difference;
                    withinSteps++;
                } else {
                    across += difference;
                    acrossSteps++;
                }
            }
        }
        assertThat(across / acrossSteps).isGreaterThan(2.5 * within / withinSteps);
    }

    @Test
    void theClassIsNotInTheMeanColourAndOnlyInPartInRawPixels() {
        ShapesSource train = new ShapesSource(1000, 4, Split.TRAIN);
        ShapesSource test = new ShapesSource(200, 4, Split.TEST);

        // Chance is 10 of 100; 200 scenes leave a standard error of 2 to 3.
        assertThat(nearestNeighbourHits(train, test, ShapesSourceTest::meanColourDistance))
                .isLessThan(20);
        assertThat(nearestNeighbourHits(train, test, ShapesSourceTest::pixelDistance))
                .isLessThan(62);
    }

    @Test
    void theClassIsInTheShape() {
        ShapesSource train = new ShapesSource(1000, 4, Split.TRAIN);
        ShapesSource test = new ShapesSource(200, 4, Split.TEST);
        byte[][] known =
                IntStream.range(0, 1000).mapToObj(id -> silhouette(train, id)).toArray(byte[][]::new);
        long hits = IntStream.range(0, 200)
                .filter(id -> {
                    byte[] wanted = silhouette(test, id);
                    int best = IntStream.range(0, 1000)
                            .boxed()
                            .min((a, b) -> Integer.compare(differing(known[a], wanted), differing(known[b], wanted)))
                            .orElseThrow();
                    return train.label(best) == test.label(id);
                })
                .count();

        assertThat(hits).isGreaterThan(200 * 60 / 100);
    }

    /** The object, true to its part map, moved to the middle and scaled to 16x16 cells. */
    private static byte[] silhouette(ShapesSource source, int id) {
        byte[] parts = source.parts(id);
        int side = ShapesSource.SIDE;
        int[] inside = IntStream.range(0, PIXELS).filter(i -> parts[i] > 0).toArray();
        int left = Arrays.stream(inside).map(i -> i % side).min().orElseThrow();
        int right = Arrays.stream(inside).map(i -> i % side).max().orElseThrow();
        int top = inside[0] / side;
        int bottom = inside[inside.length - 1] / side;
        byte[] cells = new byte[256];
        for (int cell = 0; cell < 256; cell++) {
            int row = top + (bottom - top) * (cell / 16) / 15;
            int column = left + (right - left) * (cell % 16) / 15;
            cells[cell] = (byte) (parts[row * side + column] > 0 ? 1 : 0);
        }
        return cells;
    }

    private static int differing(byte[] a, byte[] b) {
        int count = 0;
        for (int i = 0; i < a.length; i++) {
            count += a[i] == b[i] ? 0 : 1;
        }
        return count;
    }

    /** Hits of the nearest neighbour, in percent. */
    private static long nearestNeighbourHits(
            ShapesSource train, ShapesSource test, ToIntBiFunction<byte[], byte[]> distance) {
        long hits = IntStream.range(0, test.size())
                .filter(id -> {
                    byte[] wanted = test.read(id).rgb();
                    int best = 0;
                    int least = Integer.MAX_VALUE;
                    for (int known = 0; known < train.size(); known++) {
                        int found =
                                distance.applyAsInt(wanted, train.read(known).rgb());
                        if (found < least) {
                            least = found;
                            best = known;
                        }
                    }
                    return train.label(best) == test.label(id);
                })
                .count();
        return 100 * hits / test.size();
    }

    private static int meanColourDistance(byte[] a, byte[] b) {
        long[] difference = new long[3];
        for (int i = 0; i < a.length; i += SAMPLED) {
            difference[i % 3] += (a[i] & 0xFF) - (b[i] & 0xFF);
        }
        return (int) (Arrays.stream(difference).map(d -> d * d).sum() / PIXELS);
    }

    private static int pixelDistance(byte[] a, byte[] b) {
        int sum = 0;
        for (int i = 0; i < a.length; i += SAMPLED) {
            int difference = (a[i] & 0xFF) - (b[i] & 0xFF);
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void theFingerprintKnowsSeedSizeAndSplit() {
        assertThat(List.of(
                        new ShapesSource(10, 1, Split.TRAIN).fingerprint(),
                        new ShapesSource(11, 1, Split.TRAIN).fingerprint(),
                        new ShapesSource(10, 2, Split.TRAIN).fingerprint(),
                        new ShapesSource(10, 1, Split.TEST).fingerprint()))
                .doesNotHaveDuplicates();
        assertThat(new ShapesSource(10, 1, Split.TEST).fingerprint())
                .isEqualTo(new ShapesSource(10, 1, Split.TEST).fingerprint());
    }

    @Test
    void anEmptySetIsRefused() {
        assertThatThrownBy(() -> new ShapesSource(0, 1, Split.TRAIN)).isInstanceOf(DataException.class);
    }
}
