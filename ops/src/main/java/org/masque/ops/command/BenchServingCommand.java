package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import org.masque.ops.bench.ServingBenchmark;
import org.masque.ops.bench.ServingBenchmark.Rates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque bench serving}: what many who watch cost a run. */
@Command(
        name = "serving",
        description =
                "Compares the steps of a run that trains while its server answers scrapes, open streams and hostile"
                        + " connections with its steps while it does not. The load needs a core for itself.")
public final class BenchServingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "Where the run says its metrics are, without /metrics.")
    private String url = "";

    @Parameters(paramLabel = "RUN", description = "The run's name.")
    private String run = "";

    @Option(
            names = "--scrapes",
            paramLabel = "N",
            defaultValue = "100",
            description = "Scrapes a second (default: ${DEFAULT-VALUE}).")
    private int scrapes;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "200",
            description = "Open streams of events (default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(
            names = "--hostile",
            paramLabel = "N",
            defaultValue = "20",
            description = "Hostile connections a second (default: ${DEFAULT-VALUE}).")
    private int hostile;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "Seconds with the load, and as many without it, in each round (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds of load before the first round, in which the server's code is compiled"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often both are measured (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException {
        if (seconds < 1 || rounds < 1) {
            throw new UsageException("--seconds and --rounds must each be at least 1");
        }
        if (scrapes < 0 || streams < 0 || hostile < 0 || warmUp < 0) {
            throw new UsageException("--scrapes, --streams, --hostile and --warm-up must each be at least 0");
        }
        // Idle connections of ours would be open files of the run's for twenty minutes.
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
        PrintWriter out = spec.commandLine().getOut();
        Rates rates = new Rates(scrapes, streams, hostile);
        double cost = new ServingBenchmark(server(), run, rates, seconds, warmUp).run(rounds, line -> {
            out.println(line);
            out.flush();
        });
        out.printf(Locale.ROOT, "a step takes %+.1f%% under load, the median of the rounds%n", 100 * cost);
        out.flush();
        return ExitCode.OK.number();
    }

    private URI server() {
        try {
            URI given = URI.create(url);
            if (given.getHost() != null && given.getPort() > 0) {
                return given;
            }
        } catch (IllegalArgumentException noUrl) {
            throw new UsageException(url + " is no address: give one like http://127.0.0.1:9464");
        }
        throw new UsageException(url + " has no host or no port: give one like http://127.0.0.1:9464");
    }
}
