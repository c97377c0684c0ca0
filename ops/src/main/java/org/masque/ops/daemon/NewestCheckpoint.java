package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a run got that is on disk: a restart that brings no new checkpoint has brought nothing. */
final class NewestCheckpoint {
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})\\s*");

    private NewestCheckpoint() {}

    /** The step of the newest checkpoint in a run's folder, 0 without one. */
    static long step(Path folder) {
        try {
            Matcher name = NAME.matcher(Files.readString(folder.resolve("checkpoints/LATEST")));
            return name.matches() ? Long.parseLong(name.group(1)) : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    /** All saved steps of a run: those of the stages before it too. */
    static long stepsOfAllStages(Path folder) {
        return Stages.of(folder).mapToLong(NewestCheckpoint::step).sum();
    }
}
