package org.masque.model.checkpoint;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Acts as a slow disk, for tests of whole processes: {@code -Dmasque.test.saveMillis} makes each file of a checkpoint
 * take so much longer, so that training overtakes the next.
 *
 * @param nanos after each file
 */
record SlowDisk(long nanos) implements SaveHook {
    private static final String PROPERTY = "masque.test.saveMillis";

    /** A disk as slow as the property says; as it is without the property. */
    static SaveHook configured() {
        Long millis = Long.getLong(PROPERTY);
        return millis == null ? SaveHook.NONE : new SlowDisk(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void reached(SaveStage stage) {
        long end = System.nanoTime() + nanos;
        while (stage == SaveStage.FILE_WRITTEN && System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
