package org.masque.ops.compare;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.masque.ops.BuildInfo;
import org.masque.ops.archive.LossKind;
import org.masque.ops.compare.Findings.Contrast;
import org.masque.ops.run.Provenance;

/** The report for people. */
final class MarkdownReport {
    private final ComparisonRequest request;
    private final Findings findings;
    private final Clock clock;

    MarkdownReport(ComparisonRequest request, Findings findings, Clock clock) {
        this.request = request;
        this.findings = findings;
        this.clock = clock;
    }

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# Comparison of ")
                .append(String.join(", ", findings.contenders()))
                .append("\n\n");
        facts(text);
        accuracies(text);
        contrasts(text);
        runs(text);
        curves(text);
        return text.toString();
    }

    private void facts(StringBuilder text) throws IOException {
        PlannedRun first = findings.runs().get(0);
        row(text, "Budget of each run", request.budget().text() + (hasStages() ? ", without the stages before" : ""));
        text.append("|---|---|\n");
        row(text, "Seeds", request.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        row(
                text,
                "Images",
                first.recipe().data().kind().name().toLowerCase(Locale.ROOT) + " "
                        + first.recipe().data().path());
        row(
                text,
                "Evaluated on",
                "frozen features of whole images, for each seed the same for all recipes: weighted k-NN (k = "
                        + first.recipe().evaluation().neighbours() + ") and a linear classifier");
        for (Contender contender : request.contenders()) {
            row(text, contender.name(), contender.recipe() + changes(contender));
        }
        row(
                text,
                "Build",
                BuildInfo.load().version() + ", commit " + BuildInfo.load().commit());
        row(
                text,
                "Machine",
                Provenance.machine().get("processor") + ", "
                        + Provenance.machine().get("cores") + " cores");
        row(text, "Written", clock.instant().toString());
        text.append('\n');
    }

    private String changes(Contender contender) {
        String changes = Stream.concat(request.overrides().stream(), contender.overrides().stream())
                .map(each -> "`" + each + "`")
                .collect(Collectors.joining(", "));
        return changes.isEmpty() ? "" : " with " + changes;
    }

    private void accuracies(StringBuilder text) {
        List<String> measures = findings.measures();
        text.append("## Accuracy in percent, mean ± standard deviation over seeds\n\n");
        row(text, "", measures);
        text.append("|---".repeat(measures.size() + 1)).append("|\n");
        for (String contender : findings.contenders()) {
            row(
                    text,
                    contender,
                    measures.stream()
                            .map(each -> findings.accuracy(contender, each).text(100, 2))
                            .toList());
        }
        for (String contender : findings.contenders()) {
            row(
                    text,
                    contender + beginning(contender),
                    measures.stream()
                            .map(each -> findings.untrained(contender, each).text(100, 2))
                            .toList());
        }
        text.append('\n');
    }

    private String beginning(String contender) {
        return findings.runs().stream()
                        .filter(run -> run.contender().equals(contender))
                        .allMatch(run -> run.recipe().run().weights().isEmpty())
                ? ", untrained"
                : ", as it began (`run.weights`)";
    }

    private boolean hasStages() {
        return findings.figures().stream().anyMatch(run -> !run.stages().isEmpty());
    }

    private void contrasts(StringBuilder text) {
        if (findings.contenders().size() < 2) {
            return;
        }
        int seeds = request.seeds().size();
        text.append("## Difference from ")
                .append(findings.contenders().get(0))
                .append("\n\n"
                        + "In points. p: two-sided; Welch's test, the same after Holm's correction for all"
                        + " recipes, and a t-test of the differences seed by seed.\n\n");
        row(text, "", List.of("accuracy", "difference", "p (Welch)", "p (Holm)", "p (paired)"));
        text.append("|---".repeat(6)).append("|\n");
        for (Contrast each : findings.contrasts()) {
            row(
                    text,
                    each.contender(),
                    List.of(
                            each.measure(),
                            String.format(Locale.ROOT, "%+.2f", 100 * each.difference()),
                            SignificanceTest.text(each.welch(), seeds),
                            SignificanceTest.text(each.holm(), seeds),
                            SignificanceTest.text(each.paired(), seeds)));
        }
        text.append('\n');
    }

    private void runs(StringBuilder text) {
        text.append("## Runs\n\n");
        row(
                text,
                "",
                List.of(
                        "seed",
                        "steps",
                        "images seen",
                        "minutes of training",
                        "images/s",
                        "loss, mean of the last twentieth"));
        text.append("|---".repeat(7)).append("|\n");
        for (RunFigures run : findings.figures()) {
            RunFigures.Point last = run.last();
            row(
                    text,
                    run.contender(),
                    List.of(
                            String.valueOf(run.seed()),
                            String.valueOf(last.step()),
                            String.format(Locale.ROOT, "%,d", last.images()),
                            String.format(Locale.ROOT, "%.1f", last.seconds() / 60),
                            String.format(Locale.ROOT, "%.0f", last.images() / last.seconds()),
                            String.format(Locale.ROOT, "%.4f", last.loss())));
        }
        if (hasStages()) {
            stages(text);
        }
        text.append("\n" + LossKind.WARNING + "\n\n");
    }

    private void stages(StringBuilder text) {
        text.append("\n## Stages before\n\n");
        row(text, "", List.of("seed", "stage", "images seen", "minutes"));
        text.append("|---".repeat(5)).append("|\n");
        for (RunFigures run : findings.figures()) {
            for (StageCost stage : run.stages()) {
                Double seconds = stage.seconds();
                row(
                        text,
                        run.contender(),
                        List.of(
                                String.valueOf(run.seed()),
                                stage.stage(),
                                String.format(Locale.ROOT, "%,d", stage.images()),
                                seconds == null ? "not noted" : String.format(Locale.ROOT, "%.1f", seconds / 60)));
            }
        }
        text.append(
                "\nThese images and minutes are **not in the budget**, nor in the curves: masks by parts had them on"
                        + " top of what the other recipes had. The encoder is pre-trained with random masks; finding parts"
                        + " counts every image that was learned from or labelled.\n");
    }

    private void curves(StringBuilder text) {
        text.append("## Curves\n");
        for (Curve curve : Curve.values()) {
            text.append("\n![")
                    .append(curve.title())
                    .append("](")
                    .append(curve.file())
                    .append(")\n");
        }
    }

    private static void row(StringBuilder text, String name, String value) {
        row(text, name, List.of(value));
    }

    private static void row(StringBuilder text, String name, List<String> values) {
        text.append("| ").append(name);
        values.forEach(each -> text.append(" | ").append(each));
        text.append(" |\n");
    }
}
