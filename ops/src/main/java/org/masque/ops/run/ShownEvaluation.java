package org.masque.ops.run;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.masque.model.probe.SnapshotEvaluation.Stage;
import org.masque.ops.progress.PhaseProgress;

/** Shows a person how far the evaluation of one network is: its features, then each classifier on them. */
public final class ShownEvaluation implements Consumer<Stage>, AutoCloseable {
    private final String network;
    private String stage = "";
    private @Nullable PhaseProgress progress;

    /**
     * Shows nothing yet.
     *
     * @param network what a person would call it
     */
    public ShownEvaluation(String network) {
        this.network = network;
    }

    @Override
    public void accept(Stage now) {
        if (progress == null || !stage.equals(now.name())) {
            close();
            stage = now.name();
            progress = PhaseProgress.begin(network + ", " + stage, now.all(), now.unit());
        }
        progress.reached(now.done(), "");
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
