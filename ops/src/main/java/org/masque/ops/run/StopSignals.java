package org.masque.ops.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;
import org.masque.actors.run.TrainingRun;
import org.masque.ops.ExitCode;
import org.masque.ops.health.RunState;

/**
 * Turns the first SIGTERM or Ctrl-C into a stop with a checkpoint, and the second into an exit at once, without one.
 * Close it to have the defaults back.
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final List<Object> previous = new ArrayList<>();
    private final AtomicInteger received = new AtomicInteger();

    private StopSignals() {}

    static StopSignals listen(TrainingRun run, MetricsObserver observer) {
        StopSignals signals = new StopSignals();
        for (String name : NAMES) {
            signals.previous.add(Signals.register(name, () -> signals.onSignal(run, observer)));
        }
        return signals;
    }

    private void onSignal(TrainingRun run, MetricsObserver observer) {
        if (received.getAndIncrement() > 0) {
            Runtime.getRuntime().halt(ExitCode.RESTART.number());
        }
        observer.moveTo(RunState.STOPPING);
        run.requestStop();
    }

    void close() {
        for (int i = 0; i < NAMES.size(); i++) {
            Signals.unregister(NAMES.get(i), previous.get(i));
        }
    }
}
