package org.masque.ops.command;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import org.masque.config.Recipe;
import org.masque.ops.run.TrainedNetwork;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The network of a command, and the recipe that says what images it sees. */
final class NetworkArguments {
    static final String FROM = "A run's folder, a checkpoint's folder, or a safetensors file.";

    @Parameters(index = "0", paramLabel = "FROM", description = FROM)
    private Path from;

    @Mixin
    private NetworkOptions options;

    @MustBeClosed
    TrainedNetwork load() throws IOException {
        return options.load(from);
    }

    /** The recipe to use, which is for a network of these sizes. */
    Recipe recipe(TrainedNetwork network) {
        return options.recipe(network);
    }
}
