package org.masque.ops.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.masque.model.interop.SafetensorsWriter;
import org.masque.model.interop.WeightsFile;
import org.masque.ops.ExitCode;
import org.masque.ops.progress.PhaseProgress;
import org.masque.ops.run.ExportCheck;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque export}: writes weights that timm, or the public code of MAE or SimMIM, reads. */
@Command(
        name = "export",
        description =
                "Writes a network's weights as safetensors under the public names of MAE or SimMIM, position tables included.")
public final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "A run's folder (its newest checkpoint), a checkpoint's folder, or a safetensors file.")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            converter = SafetensorsPath.class,
            description = "The file to write, which ends in .safetensors.")
    private Path to;

    @Mixin
    private CheckpointOption checkpoint;

    @Option(names = "--encoder-only", description = "Leaves decoder, head and mask token out, as fine-tuning wants it.")
    private boolean encoderOnly;

    @Option(
            names = "--check-batch",
            paramLabel = "FILE",
            converter = SafetensorsPath.class,
            description =
                    "Also writes a batch with the loss and the maps that this masked autoencoder has on it, for ops/scripts/check_export.py.")
    private @Nullable Path checkBatch;

    @Override
    public Integer call() throws IOException {
        try (TrainedNetwork network = TrainedNetwork.load(from, checkpoint.chosen())) {
            if (checkBatch != null && !ExportCheck.serves(network.weights())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--check-batch is for masked autoencoders; the encoder of " + from
                                + " sees all tokens: leave --check-batch out");
            }
            WeightsFile.Part part = encoderOnly ? WeightsFile.Part.ENCODER : WeightsFile.Part.ENCODER_AND_DECODER;
            WeightsFile.writer(network.weights(), part).writeTo(to, SafetensorsWriter.Durability.FSYNCED);
            spec.commandLine().getOut().println("wrote " + to);
            if (checkBatch != null) {
                try (PhaseProgress progress = PhaseProgress.begin("check batch", 1, "batches")) {
                    ExportCheck.write(network.weights(), checkBatch);
                    progress.advance(1);
                }
                spec.commandLine().getOut().println("wrote " + checkBatch);
            }
        }
        return ExitCode.OK.number();
    }
}
