package org.masque.ops.scan;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.masque.model.data.SetScan;

/** Tells a person every few seconds how far a scan is; a short one passes without a word. Thread-safe. */
public final class ScanProgress {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintWriter err;
    private final LongSupplier nanoTime;

    /**
     * Shows nothing yet.
     *
     * @param err where it is told
     */
    public ScanProgress(PrintWriter err) {
        this(err, System::nanoTime);
    }

    ScanProgress(PrintWriter err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    /** That of one set. */
    SetScan.Progress of(String set, int images) {
        return new OfSet(set, images);
    }

    private final class OfSet implements SetScan.Progress {
        private final String set;
        private final int all;
        private boolean begun;
        private long began;
        private long lastShown;

        OfSet(String set, int all) {
            this.set = set;
            this.all = all;
        }

        @Override
        public synchronized void scanned(int images, int bad) {
            long now = nanoTime.getAsLong();
            if (!begun) {
                // The first image takes seconds, in which libraries are loaded, and says nothing of the others.
                begun = true;
                began = now;
                lastShown = now;
            } else if (now - lastShown >= INTERVAL.toNanos()) {
                lastShown = now;
                show(images, bad, (images - 1) / ((now - began) / 1e9));
            }
        }

        private void show(int images, int bad, double perSecond) {
            err.println(String.format(
                    Locale.ROOT,
                    "%s set: %d of %d images read, %d bad, %.1f images/s, %.0f s left",
                    set,
                    images,
                    all,
                    bad,
                    perSecond,
                    (all - images) / perSecond));
            err.flush();
        }
    }
}
