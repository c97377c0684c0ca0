package org.masque.model.probe;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that falls from its first value to zero along half a cosine (spec 1.4, without warm-up).
 *
 * @param first the learning rate of the first update
 * @param updates after how many updates it is zero
 */
record CosineSchedule(double first, int updates) implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
        double done = Math.min(1, (double) iteration / updates);
        return first * 0.5 * (1 + Math.cos(Math.PI * done));
    }

    // Immutable, so a copy is itself.
    @Override
    public ISchedule clone() {
        return this;
    }
}
