package org.masque.model.interop;

import java.io.IOException;
import java.nio.file.Path;

/** A safetensors file breaks the format, or does not hold what was asked of it; names the file and the tensor. */
public final class SafetensorsException extends IOException {
    private static final int NAME_SHOWN = 80;

    /** Says what is wrong with the file as a whole. */
    public SafetensorsException(Path file, String detail) {
        super(file + ": " + detail);
    }

    /** Says what is wrong with one tensor. */
    public SafetensorsException(Path file, String tensor, String detail) {
        super(file + ": tensor " + quoted(tensor) + ": " + detail);
    }

    /** Says what is wrong with the file as a whole, and what revealed it. */
    public SafetensorsException(Path file, String detail, Throwable cause) {
        super(file + ": " + detail, cause);
    }

    // A hostile file chooses its names: they must neither flood the log nor drive the terminal.
    static String quoted(String text) {
        String shown = text.length() <= NAME_SHOWN ? text : text.substring(0, NAME_SHOWN) + "...";
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
