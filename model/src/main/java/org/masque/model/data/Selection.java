package org.masque.model.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;

/**
 * Which images stand for a set where only some of them are taken.
 *
 * <p>Each turn takes one image of every class that has any left, so that no class has two more than another that is not
 * used up. Chance decides which images of a class are taken, and in which order classes come in a turn. A set without
 * labels is one class.
 */
public final class Selection {
    private Selection() {}

    /**
     * Chooses images: a pure function of the set's labels, the count and the seed. The first of many are the choice of
     * few.
     *
     * @param count at most so many, at least 0
     * @return their ids, all different; all of the set if it has no more
     */
    public static int[] of(ImageSource set, int count, long seed) {
        SplittableRandom random = Randomness.of(seed, 0, 0, Purpose.SUBSET);
        List<int[]> classes = shuffledClasses(set, random);
        int[] chosen = new int[Math.min(count, set.size())];
        int taken = 0;
        for (int turn = 0; taken < chosen.length; turn++) {
            int used = turn;
            classes.removeIf(images -> images.length <= used);
            for (int each : Randomness.order(classes.size(), random)) {
                if (taken < chosen.length) {
                    chosen[taken++] = classes.get(each)[turn];
                }
            }
        }
        return chosen;
    }

    private static List<int[]> shuffledClasses(ImageSource set, SplittableRandom random) {
        List<int[]> classes = new ArrayList<>();
        for (List<Integer> images : IntStream.range(0, set.size())
                .boxed()
                .collect(Collectors.groupingBy(set::label, TreeMap::new, Collectors.toList()))
                .values()) {
            classes.add(Arrays.stream(Randomness.order(images.size(), random))
                    .map(images::get)
                    .toArray());
        }
        return classes;
    }
}
