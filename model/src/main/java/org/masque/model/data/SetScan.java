package org.masque.model.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.masque.model.data.ScannedSet.BadImage;

/**
 * Opens and decodes every image of a set, on several threads, as a run does for maps and evaluation: whole, and smaller
 * than it is where that is enough for a view.
 *
 * <p>What is found does not depend on the number of threads.
 */
public final class SetScan {
    private final ImageSource source;
    private final Augmentation view;
    private final Progress progress;
    private final int[] heights;
    private final int[] widths;
    private final Queue<BadImage> bad = new ConcurrentLinkedQueue<>();
    private final AtomicInteger badCount = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger scanned = new AtomicInteger();

    /** Hears how far a scan is, from any of its threads. */
    @FunctionalInterface
    public interface Progress {
        /**
         * One more image was read.
         *
         * @param images read so far
         * @param bad of these
         */
        void scanned(int images, int bad);
    }

    private SetScan(ImageSource source, Augmentation view, Progress progress) {
        this.source = source;
        this.view = view;
        this.progress = progress;
        this.heights = new int[source.size()];
        this.widths = new int[source.size()];
    }

    /**
     * Scans a set.
     *
     * @param source borrowed
     * @param view what the images are to become
     * @param threads at least 1
     */
    public static ScannedSet of(ImageSource source, Augmentation view, int threads, Progress progress) {
        SetScan scan = new SetScan(source, view, progress);
        scan.run(threads);
        List<BadImage> sorted = new ArrayList<>(scan.bad);
        sorted.sort(Comparator.comparingInt(BadImage::id));
        return new ScannedSet(
                source.size(),
                List.copyOf(sorted),
                ScannedSet.countClasses(source, sorted),
                ImageSizes.of(source, scan.heights, scan.widths, view));
    }

    private void run(int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(this::readAll, pool))
                            .limit(threads)
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            pool.shutdownNow();
        }
    }

    private void readAll() {
        try {
            for (int id = next.getAndIncrement(); id < source.size(); id = next.getAndIncrement()) {
                read(id);
                progress.scanned(scanned.incrementAndGet(), badCount.get());
            }
        } catch (RuntimeException | Error failure) {
            // The other threads need not go on either.
            next.set(source.size());
            throw failure;
        }
    }

    private void read(int id) {
        try {
            RawImage.FullSize size = source.read(id, this::reduction).full();
            heights[id] = size.height();
            widths[id] = size.width();
        } catch (BadImageException found) {
            bad.add(BadImage.of(id, found));
            badCount.incrementAndGet();
        }
    }

    private int reduction(int height, int width) {
        return Reduction.of(Augmentation.whole(height, width).crop(), view.imageHeight(), view.imageWidth());
    }
}
