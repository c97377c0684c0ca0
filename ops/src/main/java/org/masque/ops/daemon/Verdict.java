package org.masque.ops.daemon;

import java.util.OptionalInt;
import org.masque.ops.ExitCode;

/** What becomes of a run whose process has ended. */
enum Verdict {
    /** All steps are done. */
    FINISHED,
    /** Stopped on request, with everything saved. */
    STOPPED,
    /** No restart would mend it. */
    FAILED,
    /** It goes on from its newest checkpoint. */
    AGAIN;

    /**
     * By the exit code; none where the process left none, since it was killed or its machine went down.
     *
     * <p>A heap that is full (3), a fault in native code (134, 139), any other signal and a broken engine (75, 255) are
     * worth a new process.
     */
    static Verdict of(OptionalInt exitCode) {
        int code = exitCode.orElse(ExitCode.RESTART.number());
        if (code == ExitCode.OK.number()) {
            return FINISHED;
        }
        if (code == ExitCode.TERMINATED.number()) {
            return STOPPED;
        }
        boolean hopeless = code == ExitCode.USAGE.number()
                || code == ExitCode.BAD_DATA.number()
                || code == ExitCode.CANNOT_CREATE.number()
                || code == ExitCode.IO.number()
                || code == ExitCode.CONFIG.number();
        return hopeless ? FAILED : AGAIN;
    }
}
