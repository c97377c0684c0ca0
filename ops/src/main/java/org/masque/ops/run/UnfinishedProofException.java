package org.masque.ops.run;

/** One of the trainings of a {@link ResumeProof} ended before its last step; its own messages say why. */
public final class UnfinishedProofException extends RuntimeException {
    UnfinishedProofException(String message) {
        super(message);
    }
}
