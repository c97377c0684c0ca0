package org.masque.ops.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * All figures of a comparison.
 *
 * @param contenders their names; the first is what the others are held against
 * @param seeds in order
 * @param runs as planned
 * @param figures of every run
 */
record Findings(List<String> contenders, List<Long> seeds, List<PlannedRun> runs, List<RunFigures> figures) {
    /**
     * How a contender differs from the first in one accuracy.
     *
     * @param contender not the first
     * @param measure which accuracy
     * @param difference of the means, 0 to 1
     * @param welch p of Welch's test
     * @param holm the same, corrected for all contenders
     * @param paired p of the test seed by seed
     */
    record Contrast(String contender, String measure, double difference, double welch, double holm, double paired) {}

    /** The names of the accuracies. */
    List<String> measures() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        figures.forEach(each -> names.addAll(each.last().accuracies().keySet()));
        return List.copyOf(names);
    }

    /** The runs of one contender in the order of the seeds. */
    List<RunFigures> of(String contender) {
        return seeds.stream()
                .flatMap(seed ->
                        figures.stream().filter(each -> each.contender().equals(contender) && each.seed() == seed))
                .toList();
    }

    /** One figure of all seeds of a contender. */
    Spread spread(String contender, ToDoubleFunction<RunFigures> figure) {
        return new Spread(of(contender).stream().mapToDouble(figure).toArray());
    }

    Spread accuracy(String contender, String measure) {
        return spread(contender, run -> run.last().accuracies().getOrDefault(measure, Double.NaN));
    }

    Spread untrained(String contender, String measure) {
        return spread(contender, run -> run.untrained().getOrDefault(measure, Double.NaN));
    }

    /** Every contender but the first, held against it in every accuracy. */
    List<Contrast> contrasts() {
        List<Contrast> contrasts = new ArrayList<>();
        measures().forEach(measure -> contrasts.addAll(contrasts(measure)));
        return contrasts;
    }

    private List<Contrast> contrasts(String measure) {
        Spread first = accuracy(contenders.get(0), measure);
        List<String> others = contenders.subList(1, contenders.size());
        double[] welch = others.stream()
                .mapToDouble(each -> SignificanceTest.welch(accuracy(each, measure), first))
                .toArray();
        double[] holm = SignificanceTest.holm(welch);
        List<Contrast> contrasts = new ArrayList<>();
        for (int each = 0; each < others.size(); each++) {
            Spread other = accuracy(others.get(each), measure);
            contrasts.add(new Contrast(
                    others.get(each),
                    measure,
                    other.mean() - first.mean(),
                    welch[each],
                    holm[each],
                    SignificanceTest.paired(other, first)));
        }
        return contrasts;
    }

    /** The accuracies for a terminal. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (String measure : measures()) {
            text.append(String.format(Locale.ROOT, "%n%s%n", measure));
            for (String contender : contenders) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-28s %16s %%   untrained %s %%%n",
                        contender,
                        accuracy(contender, measure).text(100, 2),
                        untrained(contender, measure).text(100, 2)));
            }
        }
        return text.toString();
    }
}
