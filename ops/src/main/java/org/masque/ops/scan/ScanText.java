package org.masque.ops.scan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.masque.model.data.ImageSizes;
import org.masque.model.data.ImageSizes.SizedImage;
import org.masque.model.data.ScannedSet;
import org.masque.model.data.ScannedSet.BadImage;
import org.masque.model.data.ScannedSet.ClassCount;

/** A scan for a person: both sets, every bad image by name, and whether a run can live with them. */
public final class ScanText {
    // A list of more classes hides what is below it; the JSON has them all.
    private static final int LISTED_CLASSES = 20;

    private final DataScan scan;
    private final StringBuilder text = new StringBuilder();

    private ScanText(DataScan scan) {
        this.scan = scan;
    }

    /** Several lines. */
    public static String of(DataScan scan) {
        ScanText text = new ScanText(scan);
        text.set("Training set", scan.train());
        scan.test().ifPresentOrElse(set -> text.set("Test set", set), () -> text.line("Test set: none"));
        text.line(text.effort());
        text.line(text.verdict());
        return text.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void set(String title, ScannedSet set) {
        line(title + ": " + set.images() + " images, "
                + (set.bad().isEmpty()
                        ? "all good"
                        : set.usable() + " good, " + set.bad().size() + " bad"));
        classes(set.classes());
        sizes(set.sizes());
        bad(set);
    }

    private void classes(List<ClassCount> classes) {
        if (classes.isEmpty()) {
            line("  no classes");
        } else if (classes.size() <= LISTED_CLASSES) {
            line("  " + classes.size() + " classes: "
                    + classes.stream().map(ScanText::count).collect(Collectors.joining(", ")));
        } else {
            Comparator<ClassCount> byImages = Comparator.comparingInt(ClassCount::images);
            line("  " + classes.size() + " classes: from "
                    + count(classes.stream().min(byImages).orElseThrow()) + " to "
                    + count(classes.stream().max(byImages).orElseThrow()) + " (all of them with --json)");
        }
    }

    private static String count(ClassCount each) {
        return each.name() + " " + each.images() + (each.bad() == 0 ? "" : " (" + each.bad() + " bad)");
    }

    private void sizes(ImageSizes sizes) {
        if (sizes.smallest().isEmpty()) {
            return;
        }
        SizedImage smallest = sizes.smallest().get();
        if (sizes.different() == 1) {
            line("  all of " + smallest.height() + " x " + smallest.width() + " pixels");
        } else {
            line("  smallest " + text(smallest));
            line("  largest " + text(sizes.largest().orElseThrow()));
            line("  shorter side in pixels: " + shorterSides(sizes));
        }
        if (sizes.smallerThanView() > 0) {
            line("  " + sizes.smallerThanView() + " smaller than the view of "
                    + scan.data().imageHeight() + " x " + scan.data().imageWidth() + ": they are enlarged");
        }
    }

    private static String text(SizedImage image) {
        return image.height() + " x " + image.width() + " pixels: " + image.name();
    }

    private static String shorterSides(ImageSizes sizes) {
        return sizes.shorterSides().entrySet().stream()
                .map(each -> each.getKey() + " to " + (2 * each.getKey() - 1) + ": " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private void bad(ScannedSet set) {
        if (!set.bad().isEmpty()) {
            line("  bad: " + reasons(set));
        }
        for (BadImage each : set.bad()) {
            line(String.format(Locale.ROOT, "    %-11s %s", each.reason().label(), each.message()));
        }
    }

    private static String reasons(ScannedSet set) {
        return set.reasons().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey().label() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private String effort() {
        double seconds = scan.effort().took().toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "Read %d images in %.1f s with %d threads, %.0f images/s",
                scan.images(),
                seconds,
                scan.effort().threads(),
                scan.images() / seconds);
    }

    private String verdict() {
        return scan.train().usable() == 0
                ? "No training image can be used: the run would end with 65"
                : "data.skipBudget = " + scan.data().skipBudget() + " allows " + scan.allowed()
                        + " bad images, the run would meet " + scan.met() + ": " + consequence();
    }

    private String consequence() {
        return scan.isUsable()
                ? "it holds"
                : "the run would end with 65; mend or remove the files above, or raise the budget";
    }
}
