package org.masque.model.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over texts and bytes, for fingerprints. */
final class Digest {
    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Adds one line of text; the line end keeps neighbours apart. */
    Digest line(String text) {
        sha256.update((text + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Digest bytes(byte[] bytes) {
        sha256.update(bytes);
        return this;
    }

    /** The digest in hexadecimal; ends its use. */
    String hex() {
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }
}
