package org.masque.actors.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * All classes that may cross the network, as one file lists them.
 *
 * @param all in the order of the file; no number, manifest or class twice
 */
public record WireClasses(List<WireClass> all) {
    private static final String FILE = "wire-classes.txt";
    private static final int FIELDS = 3;

    public WireClasses {
        all = List.copyOf(all);
        Set<Object> seen = new HashSet<>();
        for (WireClass known : all) {
            if (!seen.add(known.id())
                    || !seen.add(known.type())
                    || (known.isMessage() && !seen.add(known.manifest()))) {
                throw new IllegalArgumentException("twice: " + known);
            }
        }
    }

    /** Those of Masque. */
    public static WireClasses load() {
        return read(Objects.requireNonNull(WireClasses.class.getResource(FILE), FILE));
    }

    /** Those of a file; each line is a number, a manifest or a dash, and the binary name of a class. */
    public static WireClasses read(URL file) {
        try (InputStream stream = file.openStream()) {
            List<WireClass> all = new ArrayList<>();
            for (String line : new String(stream.readAllBytes(), UTF_8).lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    all.add(parse(line));
                }
            }
            return new WireClasses(all);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static WireClass parse(String line) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a number, a manifest and a class: " + line);
        }
        try {
            return new WireClass(Integer.parseInt(fields[0]), fields[1], Class.forName(fields[2]));
        } catch (ClassNotFoundException failure) {
            throw new IllegalArgumentException("no such class: " + line, failure);
        }
    }
}
