package org.masque.config;

/**
 * What is run: section {@code run}.
 *
 * @param name of the run and of its folder: letters, digits, {@code . _ -}, the first a letter or digit, up to 100
 * @param seed of all chance in the run; any integer
 * @param epochs passes over the training images, at least 1; the learning rate runs down over them
 * @param steps stop after this many optimiser steps; 0: no limit
 * @param folder the folder that holds the folders of the runs
 * @param weights what the network begins with: a safetensors file under the public names, a run's folder or a
 *     checkpoint's; empty: drawn from the seed. A decoder that the file lacks is drawn
 * @param note free text, kept in the effective recipe and in results.json
 */
@Affects(Impact.HARMLESS)
public record RunSettings(
        @Matches(
                value = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
                words = "letters, digits and . _ -, the first a letter or digit, at most 100")
        String name,

        @Default("0") @Affects(Impact.TRAJECTORY) long seed,

        @Within("[1, inf)") @Affects(Impact.SCHEDULE) int epochs,

        @Default("0") @Within("[0, inf)") int steps,

        @Default("runs") @Matches(value = ".+", words = "a folder")
        String folder,

        @Default("\"\"") @Affects(Impact.TRAJECTORY) String weights,
        @Default("\"\"") String note) {
    public RunSettings {
        Checks.require(RunSettings.class, name, seed, epochs, steps, folder, weights, note);
    }
}
