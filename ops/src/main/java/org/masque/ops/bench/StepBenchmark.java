package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.masque.masking.MaskContext;
import org.masque.masking.MaskStrategy;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.objective.ShardTrainer;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.Weights;

/**
 * Whole training steps as the workers of a run do them: masks drawn, forward, backward, gradients summed, AdamW, on one
 * thread a worker.
 *
 * <p>Owns its workers and buffers; close it.
 */
final class StepBenchmark implements RepeatedWork {
    private static final AdamStep ADAM = new AdamStep(1e-4f, 0.9f, 0.95f, 1e-8f, 1);
    private static final float DECAY = 0.05f;

    private final MaskStrategy strategy;
    private final ModelShape shape;
    private final TensorRef images;
    private final int batch;
    private final TrainingState state;
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<ShardTrainer> trainers = new ArrayList<>();
    private final byte[][] states;
    private int steps;

    /**
     * Makes the workers.
     *
     * @param images [B, 3, H, W], taken over
     * @param kernels opens the kernels of a worker, on its thread
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    StepBenchmark(BenchmarkSubject subject, TensorRef images, Benchmarks.Load load, IntFunction<Kernels> kernels) {
        int workers = load.workers();
        ModelShape shape = subject.shape();
        this.strategy = subject.strategy();
        this.shape = shape;
        this.images = images;
        this.batch = Math.toIntExact(images.tensor().shape()[0]);
        this.states = new byte[batch][];
        Weights weights = Weights.zeros(shape);
        Initialization.fill(weights, 0);
        this.state = new TrainingState(weights, DECAY, workers);
        for (int i = 0; i < workers; i++) {
            int worker = i;
            threads.add(Executors.newSingleThreadExecutor());
            // Kernels belong to the thread that opened them.
            trainers.add(get(threads.get(i)
                    .submit(() -> new ShardTrainer(
                            weights,
                            state.gradients(worker),
                            kernels.apply(worker),
                            subject.target(),
                            load.microBatch()))));
        }
    }

    /** One step. */
    @Override
    public void run() {
        steps++;
        onEveryWorker(this::computeShard);
        onEveryWorker(worker -> state.reduceSlice(worker, trainers.get(worker).kernels()));
        onEveryWorker(worker -> {
            state.updateSlice(worker, trainers.get(worker).kernels(), ADAM, 1, 0);
            return worker;
        });
    }

    private Object computeShard(int worker) {
        int from = batch * worker / threads.size();
        int to = batch * (worker + 1) / threads.size();
        for (int i = from; i < to; i++) {
            states[i] =
                    strategy.plan(new MaskContext(shape.grid(), 0, 1, null), Randomness.of(0, steps, i, Purpose.MASK));
        }
        float scale = 1f / (batch * strategy.counts(shape.patches()).masked());
        return trainers.get(worker).train(images.tensor(), states, from, to, scale, Start.FRESH);
    }

    @FunctionalInterface
    private interface Work {
        Object on(int worker);
    }

    private void onEveryWorker(Work work) {
        List<Future<Object>> running = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            int worker = i;
            Callable<Object> task = () -> work.on(worker);
            running.add(threads.get(i).submit(task));
        }
        running.forEach(StepBenchmark::get);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a worker failed", failure.getCause());
        }
    }

    @Override
    public void close() {
        onEveryWorker(worker -> {
            trainers.get(worker).close();
            return worker;
        });
        threads.forEach(ExecutorService::shutdown);
        state.close();
        images.close();
    }
}
