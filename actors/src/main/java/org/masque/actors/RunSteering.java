package org.masque.actors;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * What may be asked of a run from outside while it goes on.
 *
 * <p>Each request is answered once, when it has happened: a pause when the run stands still between two steps, a
 * checkpoint when it is on disk and verified.
 */
public final class RunSteering {
    private RunSteering() {}

    /** Something asked of the coordinator. */
    public sealed interface Request extends RunCoordinator.Command {
        /** Who hears that it has happened, or why it cannot. */
        ActorRef<Answer> replyTo();
    }

    /** Holds the run after the step in hand; all of it stays in memory. */
    public record PauseRun(ActorRef<Answer> replyTo) implements Request {}

    /** Goes on after a pause; takes back one that was asked for and has not happened yet. */
    public record ResumeRun(ActorRef<Answer> replyTo) implements Request {}

    /** Writes a checkpoint after the step in hand, or at once if the run is held. */
    public record OrderCheckpoint(ActorRef<Answer> replyTo) implements Request {}

    /** Ends the run at once, without a checkpoint. */
    public record AbandonRun(ActorRef<Answer> replyTo) implements Request {}

    /** What becomes of a request. */
    public sealed interface Answer {
        /** For a person. */
        String message();
    }

    /** It has happened. */
    public record Done(String message) implements Answer {}

    /** It cannot happen. */
    public record Refused(String message) implements Answer {}
}
