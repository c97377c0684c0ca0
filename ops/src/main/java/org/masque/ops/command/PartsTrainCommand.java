package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Preflight;
import org.masque.model.checkpoint.RunLock;
import org.masque.ops.run.AvailableKernels;
import org.masque.ops.run.PartStages;
import org.masque.ops.run.ResumePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque parts train}: finds the parts of all images of a recipe, and nothing after that. */
@Command(
        name = "train",
        description =
                "Finds the parts of all training images, after pre-training an encoder if the recipe names none. The same command again"
                        + " goes on; train goes on from there.")
public final class PartsTrainCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(PartsTrainCommand.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments arguments;

    @Override
    public Integer call() throws IOException {
        Recipe recipe = arguments.load();
        RunFolder folder = RunFolder.of(recipe.run().folder(), recipe.run().name());
        Preflight.requireWritable(folder.path());
        try (RunLock lock = RunLock.acquire(folder.path())) {
            LOG.debug("holding {}", lock);
            AvailableKernels.require(recipe.parallel().kernels());
            return new PartStages(
                            recipe, ResumePolicy.STRICT, spec.commandLine().getOut())
                    .run()
                    .number();
        }
    }
}
