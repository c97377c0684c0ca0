package org.masque.ops.control;

import java.nio.file.Path;

/**
 * A run and how it stands.
 *
 * @param name unique here, the name of its folder
 * @param folder what it leaves behind; need not exist while it is queued
 * @param status how it stands
 * @param message more for a person, for instance why it failed; may be empty
 * @param node that has it; empty: this one. What a run of another node leaves behind is not in its folder here
 */
public record KnownRun(String name, Path folder, RunStatus status, String message, String node) {
    /** A run of this node. */
    public KnownRun(String name, Path folder, RunStatus status, String message) {
        this(name, folder, status, message, "");
    }

    /** Whether another node has it. */
    public boolean isElsewhere() {
        return !node.isEmpty();
    }
}
