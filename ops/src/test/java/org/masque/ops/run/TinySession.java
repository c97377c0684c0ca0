package org.masque.ops.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;

/**
 * A run in the process of its test: four steps in two epochs, masks by attention in the second, made at a barrier.
 *
 * @param runs the folder of its folder
 * @param out what it says to a person, of all its starts
 */
record TinySession(Path runs, StringWriter out) {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 2 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32, testSize = 16 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 1, refresh = barrier }
            optimizer { batchSize = 16, learningRate = 2e-3, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0 }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everySteps = 2, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    static TinySession in(Path runs) {
        return new TinySession(runs, new StringWriter());
    }

    Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("run.folder=" + runs);
        return RecipeLoader.loadText(RECIPE, "tiny", all);
    }

    ExitCode run(ResumePolicy policy, String... overrides) throws IOException {
        return new RunSession(recipe(overrides), policy, new PrintWriter(out, true)).run();
    }

    RunFolder folder() {
        return RunFolder.of(runs.toString(), "tiny");
    }
}
