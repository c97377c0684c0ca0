package org.masque.ops.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.masque.ops.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque watch}: a run as it goes on. */
@Command(
        name = "watch",
        description = "Shows a run as it goes on, until it ends. Figures are of the newest step alone, not smoothed.",
        footer = {
            "",
            "Ends with 0 when the run is done, 143 when it was stopped, 65 when it failed, 75 when the daemon is gone."
        })
public final class WatchCommand implements Callable<Integer> {
    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";

    @Spec
    private CommandSpec spec;

    @Mixin
    private DaemonArguments daemon;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's name.")
    private String run;

    @Override
    public Integer call() throws IOException {
        try (Stream<String> lines = daemon.client().events(run)) {
            return watch(lines.iterator(), spec.commandLine().getOut()).number();
        }
    }

    private static ExitCode watch(Iterator<String> lines, PrintWriter out) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String event = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(EVENT)) {
                event = line.substring(EVENT.length());
            } else if (line.startsWith(DATA)) {
                JsonNode data = json.readTree(line.substring(DATA.length()));
                show(event, data, out);
                switch (event.equals("status") ? data.path("status").asText() : "") {
                    case "finished" -> {
                        return ExitCode.OK;
                    }
                    case "stopped" -> {
                        return ExitCode.TERMINATED;
                    }
                    case "failed" -> {
                        return ExitCode.BAD_DATA;
                    }
                    default -> out.flush();
                }
            }
        }
        return ExitCode.RESTART;
    }

    private static void show(String event, JsonNode data, PrintWriter out) {
        switch (event) {
            case "status" ->
                out.println((data.path("status").asText() + " "
                                + data.path("message").asText())
                        .strip());
            case "step" ->
                out.printf(
                        Locale.ROOT,
                        "step %d  epoch %.2f  loss %.4f  %.0f images/s%n",
                        data.path("step").asLong(),
                        data.path("epoch").asDouble(),
                        data.at("/values/loss").asDouble(),
                        data.at("/values/imagesPerSecond").asDouble());
            case "event" -> out.println(data.path("text").asText());
            case "evaluation" -> out.println("evaluated: " + data.path("accuracies"));
            default -> out.flush();
        }
    }
}
