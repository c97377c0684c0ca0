package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.masque.model.interop.SafetensorsWriter;
import org.masque.model.interop.WeightsFile;
import org.masque.model.vit.ModelShape;
import org.masque.ops.ExitCode;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code masque import}: reads weights under the public names of MAE or SimMIM and writes them with their sizes, for
 * the other commands.
 */
@Command(
        name = "import",
        description =
                "Reads weights from safetensors under the public names of MAE or SimMIM, checks them, and writes them with their sizes.",
        footer = {
            "",
            "Prefixes such as module. are removed, Hugging Face's names of ViT and ViTMAE are mapped, position tables of another grid are"
                    + " interpolated, and each of these is said. Missing tensors, other wrong shapes and numbers that are not finite are refused."
                    + " Heads are taken as 64 wide (decoder 32), as in"
                    + " MAE's public models, where the file does not say.",
            "A file of an encoder alone needs --recipe, which says the decoder's sizes; that is drawn from the recipe's seed. To train from"
                    + " weights, import is not needed: masque train RECIPE --set run.weights=FILE."
        })
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NetworkArguments arguments;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            converter = SafetensorsPath.class,
            description = "The file to write, which ends in .safetensors; masks, probe and export read it.")
    private Path to;

    @Override
    public Integer call() throws IOException {
        try (TrainedNetwork network = arguments.load()) {
            WeightsFile.writer(network.weights(), WeightsFile.Part.ENCODER_AND_DECODER)
                    .writeTo(to, SafetensorsWriter.Durability.FSYNCED);
            ModelShape shape = network.weights().shape();
            spec.commandLine().getOut().println("wrote " + to + ": " + shape);
        }
        return ExitCode.OK.number();
    }
}
