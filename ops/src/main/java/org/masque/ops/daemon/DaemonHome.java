package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.masque.ops.api.AccessToken;
import org.masque.ops.files.WholeFile;

/**
 * The folder in which a daemon keeps what it must not forget.
 *
 * @param path of the folder
 */
public record DaemonHome(Path path) {
    /** The environment variable that names it. */
    public static final String VARIABLE = "MASQUE_DAEMON_HOME";

    public DaemonHome {
        path = path.toAbsolutePath().normalize();
    }

    /** Where it is if nobody says otherwise: the variable's folder, or {@code .masque} in the user's. */
    public static DaemonHome usual() {
        String named = System.getenv(VARIABLE);
        return new DaemonHome(
                named == null || named.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".masque")
                        : Path.of(named));
    }

    /** Creates what is missing; only its user may look into it. */
    void create() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        for (Path folder : new Path[] {states(), recipes(), exits(), logs(), inbox(), runs()}) {
            Files.createDirectories(folder);
        }
    }

    /** The token of its API, which only its user may read. */
    public Path token() {
        return path.resolve("token");
    }

    /** The token; made up at the first start. */
    String tokenMade() throws IOException {
        if (!Files.exists(token())) {
            WholeFile.writePrivately(token(), AccessToken.random() + "\n");
        }
        return AccessToken.read(token());
    }

    /** Who asked for what. */
    Path audit() {
        return path.resolve("audit.jsonl");
    }

    /** One file a run: how it stands. */
    Path states() {
        return path.resolve("states");
    }

    /** The effective recipe of a run, as it was when it was submitted. */
    Path recipe(String run) {
        return recipes().resolve(run + ".conf");
    }

    private Path recipes() {
        return path.resolve("recipes");
    }

    /** Where the process of a run leaves its exit code. */
    Path exit(String run) {
        return exits().resolve(run);
    }

    private Path exits() {
        return path.resolve("exits");
    }

    /** What the process of a run prints. */
    Path log(String run) {
        return logs().resolve(run + ".log");
    }

    private Path logs() {
        return path.resolve("logs");
    }

    /** Recipes dropped here are taken into the queue. */
    Path inbox() {
        return path.resolve("inbox");
    }

    /** What it remembers of the cluster. */
    public Path cluster() {
        return path.resolve("cluster");
    }

    /** Runs of other nodes seem to be here; nothing ever is. */
    Path elsewhere() {
        return path.resolve("elsewhere");
    }

    /** The folders of the runs. */
    Path runs() {
        return path.resolve("runs");
    }

    /** The folder of a run. */
    Path run(String name) {
        return runs().resolve(name);
    }
}
