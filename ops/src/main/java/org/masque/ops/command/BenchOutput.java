package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import org.masque.ops.bench.Measurement;
import picocli.CommandLine.Option;

/** How a benchmark of one figure prints it. */
final class BenchOutput {
    @Option(names = "--json", description = "Print one JSON line.")
    private boolean json;

    void print(Measurement measurement, PrintWriter out) throws JsonProcessingException {
        out.println(json ? measurement.json() : measurement.text());
        out.flush();
    }
}
