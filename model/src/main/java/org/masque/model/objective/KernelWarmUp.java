package org.masque.model.objective;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.masque.masking.PatchState;
import org.masque.masking.StateCounts;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a throw-away network on a thread of its own while a run is opened, so that the first step finds kernels that
 * the JVM has compiled: vectors are much slower before, and a first step takes several times as long as the second.
 *
 * <p>The network has the widths of the run's and one block a tower. Weights, gradients and scratch are its own and are
 * freed when it ends: when it is told to, or after some seconds, or when there is no memory for it. It changes no
 * result.
 */
public final class KernelWarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelWarmUp.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    // So few that it hears a stop soon; what is compiled depends on the number of calls and rows together.
    private static final int IMAGES = 2;

    /**
     * What to warm up for.
     *
     * @param shape of the run's network
     * @param counts of a view's patches
     * @param kernels opened on the warm-up's thread
     */
    public record Work(ModelShape shape, StateCounts counts, PixelTarget target, Supplier<Kernels> kernels) {}

    private final Work work;
    private final Duration longest;
    private final Thread thread;
    private volatile boolean stopped;

    private KernelWarmUp(Work work, Duration longest) {
        this.work = work;
        this.longest = longest;
        this.thread = new Thread(this::run, "warm-up");
        thread.setDaemon(true);
    }

    /** Begins at once. */
    public static KernelWarmUp begin(Work work) {
        return begin(work, LONGEST);
    }

    static KernelWarmUp begin(Work work, Duration longest) {
        KernelWarmUp warmUp = new KernelWarmUp(work, longest);
        warmUp.thread.start();
        return warmUp;
    }

    private void run() {
        long begun = System.nanoTime();
        long rounds = 0;
        try (TrainingState state = state();
                TensorRef images = images();
                ShardTrainer trainer = new ShardTrainer(
                        state.weights(), state.gradients(0), work.kernels().get(), work.target(), IMAGES)) {
            byte[][] states = {states(), states()};
            while (!stopped && System.nanoTime() - begun < longest.toNanos()) {
                trainer.train(images.tensor(), states, 0, IMAGES, 1f / IMAGES, Start.FRESH);
                state.reduceSlice(0, trainer.kernels());
                state.updateSlice(0, trainer.kernels(), new AdamStep(1e-6f, 0.9f, 0.95f, 1e-8f, ++rounds), 1, 0);
            }
            LOG.debug("warmed up in {} rounds of {} images", rounds, IMAGES);
        } catch (RuntimeException | LinkageError trouble) {
            // The run will meet it too, if it matters, and say what it means.
            LOG.debug("no warm-up", trouble);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out; the state owns the weights
    private TrainingState state() {
        Weights weights = Weights.zeros(shallow(work.shape()));
        Initialization.fill(weights, 0);
        return new TrainingState(weights, 0.05f, 1);
    }

    private static ModelShape shallow(ModelShape shape) {
        EncoderUse use = shape.use() instanceof EncoderUse.VisibleTokens visible
                ? new EncoderUse.VisibleTokens(shallow(visible.decoder()), visible.difficulty())
                : shape.use();
        return new ModelShape(shape.imageHeight(), shape.imageWidth(), shape.patch(), shallow(shape.encoder()), use);
    }

    private static Tower shallow(Tower tower) {
        return new Tower(tower.width(), 1, tower.heads(), tower.hidden());
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out
    private TensorRef images() {
        ModelShape shape = work.shape();
        TensorRef images = TensorRef.zeros(IMAGES, ModelShape.CHANNELS, shape.imageHeight(), shape.imageWidth());
        SplittableRandom random = new SplittableRandom(0);
        Tensor pixels = images.tensor();
        for (long i = 0; i < pixels.length(); i++) {
            pixels.set(i, (float) random.nextDouble(-1, 1));
        }
        return images;
    }

    // Visible ones first, then masked ones, then thrown ones.
    private byte[] states() {
        StateCounts counts = work.counts();
        byte[] states = new byte[counts.patches()];
        int seen = counts.visible() + counts.masked();
        Arrays.fill(states, 0, counts.visible(), PatchState.VISIBLE);
        Arrays.fill(states, counts.visible(), seen, PatchState.MASKED);
        Arrays.fill(states, seen, states.length, PatchState.THROWN);
        return states;
    }

    /** Asks it to end soon; does not wait. */
    public void stop() {
        stopped = true;
    }

    /** Whether it ends in this time, without being told to. */
    boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
        unit.timedJoin(thread, time);
        return !thread.isAlive();
    }

    /** Ends it, and waits until its memory is freed: for one step of two images at most. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
