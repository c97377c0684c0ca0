package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    /** How the classes of a set of 1000 images in 10 classes lie in it. */
    enum Layout {
        IN_TURNS,
        CLASS_BY_CLASS,
        LAST_CLASS_FIRST,
        SHUFFLED;

        List<Integer> labels() {
            List<Integer> labels = IntStream.range(0, 1000)
                    .map(id -> switch (this) {
                        case IN_TURNS -> id % 10;
                        case CLASS_BY_CLASS, SHUFFLED -> id / 100;
                        case LAST_CLASS_FIRST -> 9 - id / 100;
                    })
                    .boxed()
                    .collect(Collectors.toList());
            if (this == SHUFFLED) {
                Collections.shuffle(labels, new Random(3));
            }
            return labels;
        }
    }

    private record Labelled(List<Integer> labels) implements ImageSource {
        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public RawImage read(int id) {
            throw new UnsupportedOperationException("a choice reads no image");
        }

        @Override
        public int label(int id) {
            return labels.get(id);
        }

        @Override
        public List<String> classNames() {
            return List.of();
        }

        @Override
        public String name(int id) {
            return Integer.toString(id);
        }

        @Override
        public String fingerprint() {
            return "labels";
        }

        @Override
        public void close() {}
    }

    private static Labelled set(int... sizes) {
        return new Labelled(IntStream.range(0, sizes.length)
                .flatMap(label -> IntStream.range(0, sizes[label]).map(image -> label))
                .boxed()
                .toList());
    }

    private static int[] counts(ImageSource set, int[] ids, int classes) {
        int[] counts = new int[classes];
        Arrays.stream(ids).map(set::label).forEach(label -> counts[label]++);
        return counts;
    }

    @ParameterizedTest
    @EnumSource
    void everyClassHasItsShareHoweverTheSetIsOrdered(Layout layout) {
        ImageSource set = new Labelled(layout.labels());
        for (long seed = 0; seed < 50; seed++) {
            assertThat(counts(set, Selection.of(set, 100, seed), 10)).containsOnly(10);
            assertThat(counts(set, Selection.of(set, 104, seed), 10)).containsOnly(10, 11);
        }
    }

    @Test
    void fewImagesAreOfAsManyClasses() {
        ImageSource scenes = new ShapesSource(200, 0, Split.TRAIN);
        for (long seed = 0; seed < 50; seed++) {
            assertThat(Arrays.stream(Selection.of(scenes, 4, seed)).map(scenes::label))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest(name = "{0} of 2, 5 and 100 images: {1}, {2} and {3}")
    @CsvSource({"6, 2, 2, 2", "9, 2, 4, 3", "30, 2, 5, 23", "107, 2, 5, 100", "1000, 2, 5, 100"})
    void whatASmallClassLacksIsTakenFromTheOthers(int count, int first, int second, int third) {
        ImageSource set = set(2, 5, 100);
        for (long seed = 0; seed < 50; seed++) {
            int[] counts = counts(set, Selection.of(set, count, seed), 3);
            assertThat(counts[0]).isEqualTo(first);
            // The odd one goes to either.
            assertThat(counts[1] + counts[2]).isEqualTo(second + third);
            assertThat(Math.abs(counts[1] - second)).isLessThanOrEqualTo(count == 9 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 200, 201, 5000})
    void noImageIsTakenTwiceAndNeverMoreThanThereAre(int count) {
        ImageSource scenes = new ShapesSource(200, 0, Split.TEST);

        assertThat(Arrays.stream(Selection.of(scenes, count, 1)))
                .hasSize(Math.min(count, 200))
                .doesNotHaveDuplicates()
                .allMatch(id -> id >= 0 && id < 200);
    }

    @Test
    void theFirstOfManyAreTheChoiceOfFew() {
        ImageSource set = set(3, 40, 70, 1);
        int[] many = Selection.of(set, 100, 5);

        for (int few = 0; few < 100; few++) {
            assertThat(Selection.of(set, few, 5)).isEqualTo(Arrays.copyOf(many, few));
        }
    }

    @Test
    void withoutLabelsEveryImageIsAsLikely() {
        ImageSource set = new Labelled(Collections.nCopies(50, -1));
        int[] chosen = new int[50];
        for (long seed = 0; seed < 5000; seed++) {
            Arrays.stream(Selection.of(set, 10, seed)).forEach(id -> chosen[id]++);
        }

        // 1000 each, within five standard deviations.
        assertThat(Arrays.stream(chosen)).allMatch(times -> times > 850 && times < 1150);
    }

    @Test
    void theSameSeedChoosesTheSameAndAnotherOneOthers() {
        ImageSource scenes = new ShapesSource(200, 0, Split.TRAIN);
        Set<List<Integer>> choices = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            int[] chosen = Selection.of(scenes, 4, seed);
            assertThat(chosen).isEqualTo(Selection.of(scenes, 4, seed));
            choices.add(Arrays.stream(chosen).boxed().toList());
        }
        assertThat(choices).hasSizeGreaterThan(45);
        assertThat(Selection.of(scenes, 4, 0)).containsExactly(170, 61, 158, 144);
    }
}
