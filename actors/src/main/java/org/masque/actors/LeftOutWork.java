package org.masque.actors;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.masque.actors.SideWork.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the observer, and once of a kind the log, which work beside training came due and is not done. */
final class LeftOutWork {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOutWork.class);

    /** Why. */
    enum Reason {
        BUSY("the one before was still at work"),
        QUEUE_FULL("one was at work and another waited"),
        NO_MEMORY("there was no memory for another copy of the weights"),
        ENDED("the run ended before it was done");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final TrainingObserver observer;
    private final Set<Kind> warnedOf = EnumSet.noneOf(Kind.class);

    LeftOutWork(TrainingObserver observer) {
        this.observer = observer;
    }

    /** One piece that was due after a step. */
    void add(Kind kind, long step, Reason reason) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (reason == Reason.ENDED) {
            LOG.warn("{} of step {} left out: {}", name, step, reason.text);
        } else if (warnedOf.add(kind)) {
            // One warning of a kind: a rhythm that is too fast for its work leaves out one after the other.
            LOG.warn(
                    "{} of step {} left out: {}. A rhythm with more time between two ({}) leaves none out; all that are"
                            + " left out are in log.jsonl and in the metrics",
                    name,
                    step,
                    reason.text,
                    rhythmKey(kind));
        }
        observer.workLeftOut(kind, step, reason.text);
    }

    /** One piece that was begun and failed; the actor that did it has logged why. */
    void failed(Kind kind, long step, String reason) {
        observer.workLeftOut(kind, step, "it failed: " + reason);
    }

    private static String rhythmKey(Kind kind) {
        return switch (kind) {
            case EVALUATION -> "evaluation.everyEpochs";
            case PICTURES -> "pictures.everyEpochs, pictures.everySteps";
            case CHECKPOINT -> "checkpoint.everyEpochs, .everySteps, .everyMinutes";
            case REFRESH -> "masking.refreshInterval";
        };
    }
}
