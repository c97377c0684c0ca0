package org.masque.config;

import java.util.Objects;

/**
 * The user's home folder, which a shell writes as {@code ~}: it leaves that alone in {@code --set data.path=~/images}.
 */
public final class HomeFolder {
    private HomeFolder() {}

    /** A path whose leading {@code ~} or {@code ~/} is the home folder; any other path is returned as it is. */
    public static String expand(String path) {
        return path.equals("~") || path.startsWith("~/") ? home() + path.substring(1) : path;
    }

    // As a shell does; a service may have no HOME.
    private static String home() {
        String home = Objects.requireNonNullElse(System.getenv("HOME"), "");
        return home.isBlank() ? System.getProperty("user.home") : home;
    }
}
