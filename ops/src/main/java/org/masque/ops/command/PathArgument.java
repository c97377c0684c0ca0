package org.masque.ops.command;

import java.nio.file.Path;
import org.masque.config.HomeFolder;
import picocli.CommandLine.ITypeConverter;

/**
 * A path on the command line, whose leading {@code ~} is the home folder: a shell leaves it alone in {@code --out=~/x}.
 *
 * <p>A class, since Java 17 crashes when it archives lambdas of an interface that is compiled for Java 5, as picocli's
 * are (JDK-8274944).
 */
public final class PathArgument implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        return Path.of(HomeFolder.expand(text));
    }
}
