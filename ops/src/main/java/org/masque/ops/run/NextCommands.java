package org.masque.ops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.ops.archive.Pictures.Picture;
import org.masque.ops.archive.RunArchive;

/** What a person may do with a run that is done: look at its newest picture, and three commands to go on with. */
public final class NextCommands {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private NextCommands() {}

    /** As lines, for the run of a recipe that has just ended. */
    public static String after(Recipe recipe) throws IOException {
        RunFolder folder = RunFolder.of(recipe.run().folder(), recipe.run().name());
        String run = quoted(folder.path());
        String masque = quoted(Path.of(System.getProperty("masque.command", "masque")));
        StringBuilder text = new StringBuilder();
        newestSheet(folder).ifPresent(sheet -> text.append(String.format("Newest picture: %s%n", sheet)));
        String labelled = wasEvaluated(folder)
                ? masque + " finetune " + run
                : masque + " probe " + run + " --set data.path=FOLDER-WITH-CLASSES";
        return text.append(String.format(
                        "Next:%n  %s masks %s --out %s%n  %s%n  %s export %s %s --encoder-only%n",
                        masque,
                        run,
                        run,
                        labelled,
                        masque,
                        run,
                        quoted(folder.path().resolve("encoder.safetensors"))))
                .toString();
    }

    private static Optional<Path> newestSheet(RunFolder folder) throws IOException {
        return RunArchive.of(folder.path()).pictures().pictures().stream()
                .map(Picture::sheet)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .map(folder.pictures()::resolve);
    }

    // Whoever has classes to evaluate on can train a classifier on them.
    private static boolean wasEvaluated(RunFolder folder) throws IOException {
        return !new ObjectMapper()
                .readTree(folder.results().toFile())
                .path("evaluation")
                .isEmpty();
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
