package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges checkpoints by the evaluations of their steps, and says which must stay for it.
 *
 * <p>An evaluation ends many steps after it began, and meanwhile checkpoints come and go. So that of an evaluated step,
 * or else the first one after it, stays from the beginning of the evaluation to the verdict, and the best one from the
 * verdict until a better one. The verdict is on disk ({@code best.json}), for the next start. Trouble with that file is
 * logged only. For one thread at a time.
 */
public final class BestJudge {
    private static final Logger LOG = LoggerFactory.getLogger(BestJudge.class);

    private final BestFile file;
    private final String figure;
    private @Nullable BestCheckpoint best;
    private final Set<Long> expected = new HashSet<>();
    private @Nullable Verdict waiting;

    // Better than the best, but its checkpoint is not on disk yet.
    private record Verdict(long step, double accuracy) {}

    /**
     * A judge that goes on from the verdicts of earlier starts.
     *
     * @param figure what accuracies are of; a best one of another figure stays until the first evaluation
     */
    public BestJudge(CheckpointStore store, String figure) {
        this.file = new BestFile(store.folder());
        this.figure = figure;
        this.best = file.read().orElse(null);
    }

    /** The best checkpoint so far. */
    public Optional<BestCheckpoint> best() {
        return Optional.ofNullable(best);
    }

    /** The weights of these steps are being evaluated, or wait for it; an evaluation of any other has no verdict. */
    public void verdictsExpected(Set<Long> steps) {
        expected.clear();
        expected.addAll(steps);
    }

    /** An evaluation has ended; nothing happens if no verdict of its step is expected, as after a way back. */
    public void evaluated(long step, double accuracy) {
        if (expected.remove(step) && isBest(accuracy)) {
            waiting = new Verdict(step, accuracy);
            checkpointWritten();
        }
    }

    private boolean isBest(double accuracy) {
        if (waiting != null) {
            return accuracy > waiting.accuracy();
        }
        return best == null || !best.figure().equals(figure) || accuracy > best.accuracy();
    }

    /** A checkpoint is on disk: it may be the one that a verdict waits for. */
    public void checkpointWritten() {
        Verdict verdict = waiting;
        if (verdict == null) {
            return;
        }
        try {
            Optional<Path> folder = file.firstFrom(verdict.step());
            if (folder.isPresent()) {
                waiting = null;
                keep(new BestCheckpoint(
                        verdict.step(),
                        verdict.accuracy(),
                        figure,
                        folder.get().getFileName().toString()));
            }
        } catch (IOException failure) {
            LOG.error("the best checkpoint could not be noted; the one before stays the best", failure);
        }
    }

    private void keep(BestCheckpoint better) throws IOException {
        file.write(better);
        best = better;
        LOG.info(
                "{} is the best checkpoint so far, with an accuracy of {}% (best.json says of what)",
                better.folder(), String.format(Locale.ROOT, "%.1f", 100 * better.accuracy()));
    }

    /** The run went back to a step: what was found out about later ones is forgotten. */
    public void wentBack(long step) {
        expected.removeIf(each -> each > step);
        if (waiting != null && waiting.step() > step) {
            waiting = null;
        }
        if (best != null && BestFile.stepOf(best) > step) {
            best = null;
        }
    }

    /** Steps whose checkpoint, or else the first one after it, must stay. */
    public Set<Long> judgedSteps() {
        Set<Long> steps = new HashSet<>(expected);
        if (waiting != null) {
            steps.add(waiting.step());
        }
        if (best != null) {
            steps.add(BestFile.stepOf(best));
        }
        return steps;
    }
}
