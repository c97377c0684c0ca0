package org.masque.ops.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the token of a server comes from: a file that only its user reads. */
public final class AccessToken {
    /** The environment variable that names the file. */
    public static final String VARIABLE = "MASQUE_TOKEN_FILE";

    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{16,512}");
    private static final int BYTES = 32;

    private AccessToken() {}

    /**
     * The token in the file that the environment names, if it names one.
     *
     * @throws IOException if the file cannot be read or holds none
     */
    public static Optional<String> fromEnvironment() throws IOException {
        String file = System.getenv(VARIABLE);
        return file == null || file.isBlank() ? Optional.empty() : Optional.of(read(Path.of(file)));
    }

    /** Reads a token: 16 to 512 visible characters. */
    public static String read(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException(file + ": holds no token; a token is 16 to 512 visible characters without spaces");
        }
        return token;
    }

    /** A token that nobody guesses. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
