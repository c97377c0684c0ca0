package org.masque.ops.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Turns the first SIGTERM or Ctrl-C into a stop with a checkpoint, and the second into an exit at once, without one.
 * Close it to have the defaults back.
 */
public final class StopSignals implements AutoCloseable {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final List<Object> previous = new ArrayList<>();
    private final AtomicInteger received = new AtomicInteger();
    private final Runnable stop;
    private final Runnable halt;

    StopSignals(Runnable stop, Runnable halt) {
        this.stop = stop;
        this.halt = halt;
    }

    /**
     * Listens from now on.
     *
     * @param stop at the first signal
     * @param halt at each one after it
     */
    public static StopSignals listen(Runnable stop, Runnable halt) {
        StopSignals signals = new StopSignals(stop, halt);
        for (String name : NAMES) {
            signals.previous.add(Signals.register(name, signals::onSignal));
        }
        return signals;
    }

    void onSignal() {
        (received.getAndIncrement() == 0 ? stop : halt).run();
    }

    @Override
    public void close() {
        for (int i = 0; i < previous.size(); i++) {
            Signals.unregister(NAMES.get(i), previous.get(i));
        }
    }
}
