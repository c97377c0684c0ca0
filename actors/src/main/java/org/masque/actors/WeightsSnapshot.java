package org.masque.actors;

import org.masque.model.vit.Weights;

/**
 * A copy of the weights at a step boundary, owned; nobody writes to it any more.
 *
 * @param weights the copy
 * @param version the number of updates that made them
 * @param epoch the epoch in which it was taken, 0-based
 */
public record WeightsSnapshot(Weights weights, long version, int epoch) implements OwnedMessage {
    @Override
    public void close() {
        weights.close();
    }
}
