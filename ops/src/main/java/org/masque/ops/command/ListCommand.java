package org.masque.ops.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque list}: the runs of a daemon. */
@Command(
        name = "list",
        description = "Lists the daemon's runs, the latest first. Loss and images/s are averages over about 20 steps.")
public final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DaemonArguments daemon;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        JsonNode answer = daemon.client().get("/api/runs");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
            return ExitCode.OK.number();
        }
        out.printf(
                Locale.ROOT,
                "%-28s %-11s %15s %13s %9s  %s%n",
                "run",
                "status",
                "step",
                "smoothed loss",
                "images/s",
                "");
        for (JsonNode run : answer.path("runs")) {
            String step = run.path("step").asLong() + "/"
                    + run.path("totalSteps").asText("?").replace("null", "?");
            out.printf(
                    Locale.ROOT,
                    "%-28s %-11s %15s %13s %9s  %s%n",
                    run.path("name").asText(),
                    run.path("status").asText(),
                    step,
                    number(run.path("smoothedLoss"), "%.4f"),
                    number(run.path("imagesPerSecond"), "%.0f"),
                    firstLine(run.path("message").asText("").replace("null", "")));
        }
        return ExitCode.OK.number();
    }

    private static String number(JsonNode value, String format) {
        return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble()) : "-";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
