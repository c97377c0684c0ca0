package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.masque.actors.run.PartSheets;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.model.interop.NamedWrite;
import org.masque.model.parts.PartStore;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque parts show}: draws images beside their parts. */
@Command(name = "show", description = "Draws a sheet of images with their parts in colours, legend and sizes (PNG).")
public final class PartsShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments arguments;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "parts.png",
            description = "The file to write (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "How many images, chosen by run.seed and spread over the classes (default: ${DEFAULT-VALUE}).")
    private int images;

    @Override
    public Integer call() throws IOException {
        if (images < 1) {
            throw new UsageException("--images " + images + ": at least 1");
        }
        Recipe recipe = arguments.load();
        try (RunData data = RunData.open(recipe);
                PartStore labels = open(recipe, data)) {
            byte[] png = new PartSheets(recipe, data).png(labels, images);
            NamedWrite.to(out, png.length, () -> Files.write(out, png));
        }
        spec.commandLine().getOut().println("wrote " + out);
        return ExitCode.OK.number();
    }

    /** The labels that the recipe's run has made of these images. */
    static PartStore open(Recipe recipe, RunData data) throws IOException {
        Path file =
                RunFolder.of(recipe.run().folder(), recipe.run().name()).parts().labels();
        if (Files.notExists(file)) {
            throw new UsageException(file + " is not there: run masque parts train with this recipe first");
        }
        PartStore labels = PartStore.forReading(file);
        if (!labels.isComplete()) {
            labels.close();
            throw new UsageException(
                    file + " holds parts of some of its images only: run masque parts train again, which goes on");
        }
        if (labels.header().images() != data.train().size()) {
            throw new UsageException(file + " holds parts of " + labels.header().images()
                    + " images, but the recipe has " + data.train().size() + ": give the --set that it was made with");
        }
        return labels;
    }
}
