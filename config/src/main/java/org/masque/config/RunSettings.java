package org.masque.config;

/** What is run: section {@code run}. */
@Meaning("What is run: its name, its length, where it is kept and what it begins with.")
@Affects(Impact.HARMLESS)
public record RunSettings(
        @Matches(
                value = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
                words = "letters, digits and . _ -, the first a letter or digit, at most 100")
        @Meaning("Name of the run and of its folder. Another name is another run.")
        String name,

        @Default("0")
        @Affects(Impact.TRAJECTORY)
        @Meaning(
                value = "Seed of all chance in the run: starting weights, order of the images, crops, masks. Any whole "
                        + "number.",
                unit = "none")
        long seed,

        @Within("[1, inf)")
        @Affects(Impact.SCHEDULE)
        @Meaning(
                value =
                        "Passes over the training images. The learning rate runs down over them. When --set makes a run "
                                + "shorter than its recipe says, the settings of the recipe that count epochs of this run shrink with "
                                + "it, unless they are set by --set too.",
                unit = "epochs")
        int epochs,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "Stop after this many optimiser steps, although the learning rate and the masks follow run.epochs. "
                                + "The same command with a larger number goes on. 0: no limit.",
                unit = "steps")
        int steps,

        @Default("runs")
        @Matches(value = ".+", words = "a folder")
        @Meaning("The folder that holds the folders of the runs.")
        @FilePath
        String folder,

        @Default("\"\"")
        @Affects(Impact.TRAJECTORY)
        @Meaning(
                "What the network begins with: a safetensors file under the public names, a run's folder or a "
                        + "checkpoint's folder. Empty: weights are drawn from the seed. A decoder that the file lacks is drawn.")
        @FilePath
        String weights,

        @Default("\"\"") @Meaning("Free text that is kept in the effective recipe and in results.json.")
        String note) {
    public RunSettings {
        Checks.require(RunSettings.class, name, seed, epochs, steps, folder, weights, note);
    }
}
