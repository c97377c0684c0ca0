package org.masque.actors.span;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * One phase of a run: which actor, at which step or batch, from when to when. Begin it, do the work, commit it.
 *
 * <p>Record them in a run's trace ({@code telemetry.traceSteps}); with {@code jcmd PID JFR.start} only where OpenBLAS
 * multiplies (decision 0011).
 */
@Category("Masque")
@StackTrace(false)
@SuppressWarnings("checkstyle:VisibilityModifier") // the recorder reads fields
public abstract class Span extends Event {
    /** The prefix of all names. */
    public static final String PREFIX = "masque.";

    @Label("Actor")
    String actor = "";

    @Label("Step or batch, counted from 0")
    long number;

    /** Begins a span of an actor. */
    public static <S extends Span> S begin(S span, String actor, long number) {
        span.begin();
        Span fields = span;
        fields.actor = actor;
        fields.number = number;
        return span;
    }

    /** A whole step: from the demand for its first batch to the last slice updated. */
    @Name(PREFIX + "Step")
    @Label("step")
    public static final class Step extends Span {}

    /** From the demand for a batch to its coming. */
    @Name(PREFIX + "BatchWait")
    @Label("wait for batch")
    public static final class BatchWait extends Span {
        @Label("Without views")
        @Timespan
        long data;

        @Label("With views, without masks")
        @Timespan
        long masks;

        /** Ends with what was waited for, in nanoseconds. */
        public void commit(long dataNanos, long masksNanos) {
            data = dataNanos;
            masks = masksNanos;
            commit();
        }
    }

    /** The steps stand still until maps are made. */
    @Name(PREFIX + "MapsWait")
    @Label("wait for maps")
    public static final class MapsWait extends Span {}

    /** One batch is decoded and cut. */
    @Name(PREFIX + "Load")
    @Label("load")
    public static final class Load extends Span {}

    /** The states of one batch are chosen. */
    @Name(PREFIX + "Plan")
    @Label("plan masks")
    public static final class Plan extends Span {}

    /** A worker goes forward and backward through its shard, micro-batch by micro-batch. */
    @Name(PREFIX + "Shard")
    @Label("forward and backward")
    public static final class Shard extends Span {
        @Label("Forward")
        @Timespan
        long forward;

        @Label("Backward")
        @Timespan
        long backward;

        /** Ends with the parts of the time, in nanoseconds. */
        public void commit(long forwardNanos, long backwardNanos) {
            forward = forwardNanos;
            backward = backwardNanos;
            commit();
        }
    }

    /** A worker sums its slice of all gradients. */
    @Name(PREFIX + "Reduce")
    @Label("reduce")
    public static final class Reduce extends Span {}

    /** A worker updates its slice of the weights. */
    @Name(PREFIX + "Update")
    @Label("update")
    public static final class Update extends Span {}

    /** Maps of some images are made. */
    @Name(PREFIX + "Refresh")
    @Label("refresh maps")
    public static final class Refresh extends Span {}

    /** A piece of an evaluation. */
    @Name(PREFIX + "Evaluation")
    @Label("evaluate")
    public static final class Evaluation extends Span {}

    /** A checkpoint is written. */
    @Name(PREFIX + "Checkpoint")
    @Label("write checkpoint")
    public static final class Checkpoint extends Span {}

    /** A sheet of pictures is drawn. */
    @Name(PREFIX + "Pictures")
    @Label("draw pictures")
    public static final class Pictures extends Span {}
}
