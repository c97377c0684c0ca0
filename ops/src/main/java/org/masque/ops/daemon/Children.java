package org.masque.ops.daemon;

import java.io.IOException;
import java.util.Optional;

/** Where the processes of runs come from. */
interface Children {
    /** Starts a run's process on the device of a slot. */
    Child start(String run, int slot) throws IOException;

    /** The process that an earlier daemon started for a run, if it lives. */
    Optional<Child> find(String run) throws IOException;

    /** Processes of this machine. */
    static Children of(DaemonSettings settings) {
        return new Children() {
            @Override
            public Child start(String run, int slot) throws IOException {
                return Child.start(settings.home(), run, settings.jvm(), Integer.toString(slot));
            }

            @Override
            public Optional<Child> find(String run) throws IOException {
                return Child.find(settings.home(), run);
            }
        };
    }
}
