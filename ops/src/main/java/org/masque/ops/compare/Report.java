package org.masque.ops.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.masque.model.interop.NamedWrite;
import org.masque.ops.files.WholeFile;

/** Writes what a comparison came to: {@code comparison.md}, {@code comparison.json} and four curves. */
final class Report {
    private final ComparisonRequest request;
    private final Findings findings;
    private final Clock clock;

    Report(ComparisonRequest request, List<PlannedRun> runs, List<RunFigures> figures, Clock clock) {
        this.request = request;
        this.findings = new Findings(
                request.contenders().stream().map(Contender::name).toList(), request.seeds(), runs, figures);
        this.clock = clock;
    }

    void write(PrintWriter out) throws IOException {
        Path folder = request.folder();
        for (Curve curve : Curve.values()) {
            Path file = folder.resolve(curve.file());
            byte[] png = curve.png(findings);
            NamedWrite.to(file, png.length, () -> Files.write(file, png));
        }
        String table = new MarkdownReport(request, findings, clock).text();
        WholeFile.write(folder.resolve("comparison.md"), table);
        WholeFile.write(
                folder.resolve("comparison.json"),
                new ObjectMapper()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(new JsonReport(request, findings, clock).toMap())
                        + "\n");
        out.println(findings.text());
        out.println("Table, JSON and curves are in " + folder);
        out.flush();
    }
}
