package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.PatchMaps;
import org.masque.model.vit.Weights;

/** Maps of whole images, each thread on its share. Owns its threads and buffers; close it. */
final class AttentionBenchmark implements RepeatedWork {
    private static final int CHUNK = 64;

    private final TensorRef images;
    private final Weights weights;
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Mapper> mappers = new ArrayList<>();

    // Opened and used on one thread.
    private record Mapper(Kernels kernels, PatchMaps maps) {}

    /** Takes over the images [B, 3, H, W]. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    AttentionBenchmark(BenchmarkSubject subject, TensorRef images, int workers, String choice) {
        this.images = images;
        this.weights = Weights.zeros(subject.shape());
        Initialization.fill(weights, 0);
        for (int i = 0; i < workers; i++) {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            threads.add(thread);
            mappers.add(CompletableFuture.supplyAsync(
                            () -> {
                                Kernels kernels = KernelsProvider.open(choice);
                                return new Mapper(kernels, subject.maps().over(weights, kernels));
                            },
                            thread)
                    .join());
        }
    }

    /** The maps of all images. */
    @Override
    public void run() {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            int worker = i;
            running.add(CompletableFuture.runAsync(() -> mapShare(worker), threads.get(i)));
        }
        running.forEach(CompletableFuture::join);
    }

    private void mapShare(int worker) {
        Tensor all = images.tensor();
        long[] shape = all.shape();
        long size = shape[1] * shape[2] * shape[3];
        long to = shape[0] * (worker + 1) / threads.size();
        for (long from = shape[0] * worker / threads.size(); from < to; from += CHUNK) {
            long count = Math.min(CHUNK, to - from);
            mappers.get(worker).maps().of(all.slice(from * size, count, shape[1], shape[2], shape[3]));
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < threads.size(); i++) {
            Mapper mapper = mappers.get(i);
            CompletableFuture.runAsync(
                            () -> {
                                mapper.maps().close();
                                mapper.kernels().close();
                            },
                            threads.get(i))
                    .join();
            threads.get(i).shutdown();
        }
        weights.close();
        images.close();
    }
}
