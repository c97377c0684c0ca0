package org.masque.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version of Masque
 * @param commit short hash; "unknown" for a build outside git; with "-dirty" if the tree had uncommitted changes
 * @param commitTime of that commit, or "unknown"
 */
public record BuildInfo(String version, String commit, String commitTime) {
    private static final String UNKNOWN = "unknown";

    /** Reads what the build has written into the jar. */
    public static BuildInfo load() {
        try (InputStream stream = BuildInfo.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return of(properties);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("build.properties of this jar", unreadable);
        }
    }

    static BuildInfo of(Properties properties) {
        String commit = valueOf("commit", properties);
        boolean dirty = Boolean.parseBoolean(valueOf("dirty", properties));
        return new BuildInfo(
                valueOf("version", properties),
                dirty && !commit.equals(UNKNOWN) ? commit + "-dirty" : commit,
                valueOf("commit.time", properties));
    }

    // Maven leaves a placeholder as it is when git had no answer.
    private static String valueOf(String key, Properties properties) {
        String value = properties.getProperty(key, UNKNOWN);
        return value.startsWith("$") ? UNKNOWN : value;
    }

    @Override
    public String toString() {
        return "Masque " + version + " (commit " + commit + ", " + commitTime + ")";
    }
}
