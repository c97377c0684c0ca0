package org.masque.model.parts;

import org.masque.model.tensor.Tensor;

/** What finds parts by learning from the images of a set, batch by batch. Belongs to one thread. */
public interface PartLearner {
    /**
     * Learns from one batch.
     *
     * @param images [B, 3, H, W], whole, normalised, borrowed
     * @param step which step this is
     * @return the losses before it
     */
    PartLoss learn(Tensor images, PartStep step);

    /** All that it has learned, copied, also what the next step needs beside that. */
    LearnedState state();

    /** Takes up where another of the same sizes and settings was. */
    void restore(LearnedState state);
}
