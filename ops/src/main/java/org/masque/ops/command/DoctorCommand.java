package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.masque.ops.BuildInfo;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.doctor.Examination;
import org.masque.ops.doctor.FindingTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque doctor}: can this build train on this machine, and if not, why not. */
@Command(
        name = "doctor",
        description = "Says what this build and this machine can do together, and what stands in the way.",
        footer = {"", "Ends with 0, or with 78 if training cannot work here."})
public final class DoctorCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "The folder that runs are written to (default: ${DEFAULT-VALUE}).")
    private Path runs;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "9464",
            description = "The port that metrics are served on (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        if (httpPort < 0 || httpPort > LAST_PORT) {
            throw new UsageException("--http-port " + httpPort + ": a port is 0 to " + LAST_PORT);
        }
        Examination examination = Examination.of(runs, httpPort);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? asJson(examination) : asTable(examination));
        out.flush();
        return (examination.isHealthy() ? ExitCode.OK : ExitCode.CONFIG).number();
    }

    private static String asTable(Examination examination) {
        String verdict = examination.isHealthy()
                ? "Nothing stands in the way of training."
                : "Training cannot work here; see PROBLEM above.";
        return BuildInfo.load() + "\n\n" + FindingTable.render(examination.findings()) + "\n" + verdict + "\n";
    }

    private static String asJson(Examination examination) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("build", BuildInfo.load());
        document.put("healthy", examination.isHealthy());
        document.put("findings", examination.findings());
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }
}
