package org.masque.ops.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import org.masque.ops.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the first SIGTERM or Ctrl-C into a stop with a checkpoint, and the second into an exit at once, without one.
 * Close it to have the defaults back.
 */
public final class StopSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final List<Object> previous = new ArrayList<>();
    private final AtomicInteger received = new AtomicInteger();
    private final Runnable stop;
    private final Runnable halt;

    StopSignals(Runnable stop, Runnable halt) {
        this.stop = stop;
        this.halt = halt;
    }

    /** Listens from now on for a run of this process, which a second signal ends as {@link #secondSignal} says. */
    static StopSignals listen(Runnable stop) {
        return listen(stop, secondSignal(System.getenv(), StopSignals::halt));
    }

    /**
     * What a second signal does to a run: ends it, but for one of a daemon.
     *
     * <p>Ctrl-C in a daemon's terminal reaches the runs' processes too, before the daemon asks them to stop; so does a
     * daemon ask again that took a process over. A daemon that gives a run up kills it.
     */
    static Runnable secondSignal(Map<String, String> environment, Runnable halt) {
        return environment.containsKey(ExitCode.FILE_VARIABLE) ? () -> LOG.info("stopping already") : halt;
    }

    // Without a checkpoint: whoever supervises the process should start it again.
    private static void halt() {
        Runtime.getRuntime().halt(ExitCode.RESTART.number());
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
