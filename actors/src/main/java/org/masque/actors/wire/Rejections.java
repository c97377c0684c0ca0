package org.masque.actors.wire;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was rejected, and says so in the log once in a while: whoever sends rubbish must not fill the disk. */
public final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    private final Consumer<RejectionReason> listener;
    private final LongSupplier nanoTime;
    private long unsaid;
    private long nextLine;

    /**
     * Begins without any.
     *
     * @param listener hears each one, on the thread that reads from the network; must not block
     */
    public Rejections(Consumer<RejectionReason> listener) {
        this(listener, System::nanoTime);
    }

    Rejections(Consumer<RejectionReason> listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
        nextLine = nanoTime.getAsLong();
    }

    void add(WireException rejected) {
        listener.accept(rejected.reason());
        long told = countUntold();
        if (told > 0) {
            LOG.warn(
                    "rejected {} message(s) from the network, the last one as {}: {}; the connection stays",
                    told,
                    rejected.reason().label(),
                    rejected.getMessage());
        }
    }

    // 0 while the last line is young.
    private synchronized long countUntold() {
        unsaid++;
        long now = nanoTime.getAsLong();
        if (now - nextLine < 0) {
            return 0;
        }
        nextLine = now + BETWEEN_LINES;
        long told = unsaid;
        unsaid = 0;
        return told;
    }
}
