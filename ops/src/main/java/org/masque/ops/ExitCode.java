package org.masque.ops;

/**
 * How a process of ours ends; the numbers are those of BSD's sysexits, so that systemd and Kubernetes can act on them.
 *
 * <p>Two endings are the JVM's own, and ask for a restart like {@link #RESTART}: 3, when the heap is full
 * ({@code -XX:+ExitOnOutOfMemoryError}), and 255, after another fatal error in an actor, such as a stack overflow or a
 * fault in a mapped file.
 */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** The command line is wrong, or a port is taken. */
    USAGE(64),
    /** The images, a checkpoint or a weights file cannot be used, or are not there. */
    BAD_DATA(65),
    /** The output folder cannot be written. */
    CANNOT_CREATE(73),
    /** Reading or writing failed, the disk is full. */
    IO(74),
    /** Start me again, I shall resume: the step engine or a peer failed, or another process had taken the run. */
    RESTART(75),
    /** The recipe is wrong, or this build cannot run here. */
    CONFIG(78),
    /** Stopped by SIGTERM, with a checkpoint. */
    TERMINATED(143);

    /** The environment variable with which a daemon names a file for the exit code of a run's process. */
    public static final String FILE_VARIABLE = "MASQUE_EXIT_FILE";

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the shell sees. */
    public int number() {
        return number;
    }
}
