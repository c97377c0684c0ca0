package org.masque.actors;

import java.util.Locale;
import java.util.Optional;

/** The actors of a run by what they do; a closed list, for names and for a metric's label. */
public enum RunActor {
    /** Knows step, epoch and phase. */
    COORDINATOR,
    /** Brings views and states together. */
    BROKER,
    /** Decodes and augments images; there may be several. */
    LOADER,
    /** Plans the states of patches. */
    MASK_PLANNER,
    /** Computes a shard of each step; there may be several. */
    WORKER,
    /** Makes the maps. */
    ATTENTION_MAPPER,
    /** Runs the probes. */
    EVALUATOR,
    /** Writes checkpoints. */
    CHECKPOINT_WRITER,
    /** Draws pictures. */
    PICTURE_PAINTER,
    /** Frees what reached nobody. */
    RECLAIMER;

    /** The name in metrics, and of the actor where there is one of its kind. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of one of several, counted from 0. */
    public String numbered(int number) {
        return label() + "-" + number;
    }

    /** Which of them has a name, as {@link #label} and {@link #numbered} give it. */
    public static Optional<RunActor> named(String name) {
        for (RunActor actor : values()) {
            String label = actor.label();
            if (name.equals(label) || name.startsWith(label + "-")) {
                return Optional.of(actor);
            }
        }
        return Optional.empty();
    }
}
