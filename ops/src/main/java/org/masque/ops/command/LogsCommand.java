package org.masque.ops.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.daemon.DaemonClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque logs}: the log of a run. */
@Command(
        name = "logs",
        description = "Prints the last lines of a run's log, one JSON object a line.",
        footer = {"", "What the run's process printed is in HOME/logs/RUN.log."})
public final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DaemonArguments daemon;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's name.")
    private String run;

    @Option(names = "--all", description = "Print the whole log.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        DaemonClient client = daemon.client();
        PrintWriter out = spec.commandLine().getOut();
        long after = all ? 0 : -1;
        boolean more = true;
        while (more) {
            JsonNode page = client.get("/api/runs/" + run + "/log?after=" + after);
            page.path("lines").forEach(out::println);
            long next = page.path("next").asLong();
            more = all && next > after && !page.path("lines").isEmpty();
            after = next;
        }
        out.flush();
        return ExitCode.OK.number();
    }
}
