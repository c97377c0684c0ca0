package org.masque.actors;

import java.util.function.LongSupplier;
import org.masque.actors.span.Span;

/** Measures from one update to the next, with what lies between: snapshots, waiting for maps, steps left out. */
final class StepClock {
    /** The lane of the coordinator's spans. */
    static final String COORDINATOR = "coordinator";

    private final LongSupplier nanoTime;
    private Span.MapsWait standstill = new Span.MapsWait();
    private long lastUpdate;
    private long mapsAwaitedSince;
    private long mapsAwaited;
    private long pausedSince;
    private boolean awaitsMaps;

    StepClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastUpdate = nanoTime.getAsLong();
    }

    /** From here on the run stands still until its maps are made. */
    void mapsAwaited() {
        mapsAwaitedSince = nanoTime.getAsLong();
        standstill = Span.begin(new Span.MapsWait(), COORDINATOR, 0);
        awaitsMaps = true;
    }

    /** The maps are made. */
    void mapsCame() {
        if (awaitsMaps) {
            mapsAwaited += nanoTime.getAsLong() - mapsAwaitedSince;
            standstill.commit();
        }
        awaitsMaps = false;
    }

    /** From here on the run stands still by request, which is no step's time; waiting for maps ends here too. */
    void pause() {
        mapsCame();
        pausedSince = nanoTime.getAsLong();
    }

    /** The run goes on. */
    void resume() {
        lastUpdate += nanoTime.getAsLong() - pausedSince;
    }

    /** The weights have a new version: the times since the one before, with those of the step's own phases. */
    StepReport.Times updated(StepReport.Times ofPhases) {
        long now = nanoTime.getAsLong();
        StepReport.Times times = new StepReport.Times(
                now - lastUpdate,
                ofPhases.waitedForData(),
                ofPhases.waitedForMasks() + mapsAwaited,
                ofPhases.forward(),
                ofPhases.backward(),
                ofPhases.reduce(),
                ofPhases.update());
        lastUpdate = now;
        mapsAwaited = 0;
        return times;
    }
}
