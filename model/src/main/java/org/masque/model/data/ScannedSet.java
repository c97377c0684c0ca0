package org.masque.model.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link SetScan} found in a set.
 *
 * @param images good and bad
 * @param bad those that cannot be used, by id
 * @param classes in the order of their numbers; empty for an unlabelled set
 * @param sizes of the good ones
 */
public record ScannedSet(int images, List<BadImage> bad, List<ClassCount> classes, ImageSizes sizes) {
    /**
     * An image that a run would skip.
     *
     * @param id its place in the set
     * @param name as {@link ImageSource#name}
     * @param reason for the counter
     * @param message name and one clause on what is wrong
     */
    public record BadImage(int id, String name, SkipReason reason, String message) {
        static BadImage of(int id, BadImageException found) {
            return new BadImage(id, found.name(), found.reason(), String.valueOf(found.getMessage()));
        }
    }

    /**
     * How many images a class has.
     *
     * @param name of the class
     * @param images good and bad
     * @param bad of these
     */
    public record ClassCount(String name, int images, int bad) {}

    /** How many images can be used. */
    public int usable() {
        return images - bad.size();
    }

    /** How many images are bad for each reason that there is. */
    public Map<SkipReason, Integer> reasons() {
        Map<SkipReason, Integer> counts = new EnumMap<>(SkipReason.class);
        bad.forEach(each -> counts.merge(each.reason(), 1, Integer::sum));
        return counts;
    }

    static List<ClassCount> countClasses(ImageSource source, Collection<BadImage> bad) {
        List<String> names = source.classNames();
        int[] all = new int[names.size()];
        int[] unusable = new int[names.size()];
        for (int id = 0; id < source.size() && !names.isEmpty(); id++) {
            all[source.label(id)]++;
        }
        bad.stream().filter(each -> !names.isEmpty()).forEach(each -> unusable[source.label(each.id())]++);
        List<ClassCount> counts = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            counts.add(new ClassCount(names.get(label), all[label], unusable[label]));
        }
        return List.copyOf(counts);
    }
}
