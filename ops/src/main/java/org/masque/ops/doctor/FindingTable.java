package org.masque.ops.doctor;

import java.util.List;
import java.util.Locale;

/** Findings as an aligned table, one a line: topic, name, severity where it is not OK, value. */
public final class FindingTable {
    private FindingTable() {}

    /** Lays the findings out; the value comes last and is never cut. A topic is named in its first line only. */
    public static String render(List<Finding> findings) {
        int topicWidth =
                findings.stream().mapToInt(f -> f.topic().length()).max().orElse(1);
        int nameWidth = findings.stream().mapToInt(f -> f.name().length()).max().orElse(1);
        String format = "%-" + topicWidth + "s  %-" + nameWidth + "s  %s%s%n";
        StringBuilder table = new StringBuilder();
        String previousTopic = "";
        for (Finding finding : findings) {
            String topic = finding.topic().equals(previousTopic) ? "" : finding.topic();
            table.append(String.format(
                    Locale.ROOT, format, topic, finding.name(), mark(finding.severity()), finding.value()));
            previousTopic = finding.topic();
        }
        return table.toString();
    }

    private static String mark(Finding.Severity severity) {
        return severity == Finding.Severity.OK ? "" : severity + ": ";
    }
}
