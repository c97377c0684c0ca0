package org.masque.ops.command;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A path that safetensors are written to: an ending that promises another format is refused, before anything is read.
 */
final class SafetensorsPath implements ITypeConverter<Path> {
    private static final String ENDING = ".safetensors";

    @Override
    public Path convert(String text) {
        Path path = new PathArgument().convert(text);
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 ? name.substring(dot).toLowerCase(Locale.ROOT) : "";
        // A name such as step-1.5 has no ending that says anything.
        if (ending.matches("\\.|.*[a-z].*") && !ending.equals(ENDING)) {
            throw new TypeConversionException("'" + text + "' ends in '" + ending
                    + "', but safetensors are written, and other programs go by the ending: use '"
                    + path.resolveSibling(name.substring(0, dot) + ENDING) + "'");
        }
        return path;
    }
}
