package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.masque.config.Recipe;
import org.masque.ops.ExitCode;
import org.masque.ops.scan.DataScan;
import org.masque.ops.scan.ScanJson;
import org.masque.ops.scan.ScanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque scan}: can every image of a recipe be read, and what are they. */
@Command(
        name = "scan",
        description = "Opens and decodes every image of a recipe, and names those that a run would skip.",
        footer = {
            "",
            "Ends with 0, with 65 if bad images would end a run or spoil its evaluation, or with 78 for a wrong recipe.",
            "A folder or archive of your own: masque scan amt-imagefolder-64 --set data.path=FOLDER"
        })
public final class ScanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments arguments;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads that read (default: one a core).")
    private int threads;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        BenchArguments.atLeast(0, "--threads", threads);
        int readers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        Recipe recipe = arguments.load();
        DataScan scan = DataScan.of(recipe, readers);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? asJson(scan) : ScanText.of(scan));
        out.flush();
        if (scan.refusal().isPresent()) {
            throw scan.refusal().get();
        }
        return (scan.isUsable() ? ExitCode.OK : ExitCode.BAD_DATA).number();
    }

    private static String asJson(DataScan scan) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(ScanJson.of(scan)) + "\n";
    }
}
