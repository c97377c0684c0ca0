package org.masque.ops.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.masque.model.data.SetScan;

class ScanProgressTest {
    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();
    private final ScanProgress progress = new ScanProgress(new PrintWriter(err, true), nanos::get);

    private void scannedAt(double seconds, SetScan.Progress set, int images, int bad) {
        nanos.set((long) (seconds * 1e9));
        set.scanned(images, bad);
    }

    @Test
    void aShortScanPassesWithoutAWord() {
        SetScan.Progress set = progress.of("training", 3);
        scannedAt(100, set, 1, 0);
        scannedAt(102, set, 2, 1);
        scannedAt(104.9, set, 3, 1);

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aLongOneTellsItsRateSinceTheFirstImageEveryFiveSeconds() {
        SetScan.Progress set = progress.of("test", 103);
        scannedAt(100, set, 1, 0);
        scannedAt(105, set, 3, 2);
        scannedAt(106, set, 4, 2);
        scannedAt(110, set, 103, 3);

        assertThat(err.toString().lines())
                .containsExactly(
                        "test set: 3 of 103 images read, 2 bad, 0.4 images/s, 250 s left",
                        "test set: 103 of 103 images read, 3 bad, 10.2 images/s, 0 s left");
    }
}
