package org.masque.ops.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.masque.model.device.DeviceReport;

/**
 * All findings, in the order in which they are shown.
 *
 * @param findings at least one
 */
public record Examination(List<Finding> findings) {
    /**
     * Looks at everything; takes seconds, since native code is loaded and tried.
     *
     * @param runs the folder that runs would be written to; need not exist
     * @param httpPort the port that metrics would be served on
     */
    public static Examination of(Path runs, int httpPort) {
        return new Examination(Stream.of(
                        DeviceFindings.of(DeviceReport.probe()),
                        HostFindings.probe(),
                        OutputFindings.of(runs, httpPort))
                .flatMap(List::stream)
                .toList());
    }

    /** Whether nothing stands in the way of training. */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.PROBLEM);
    }
}
