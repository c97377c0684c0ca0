package org.masque.ops.bench.kernel;

import java.util.stream.IntStream;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.kernels.TokenSequence;
import org.masque.model.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Cutting patches and building sequences, for 16 images of 32 pixels in patches of 4, a quarter visible. */
@State(Scope.Thread)
public class TokenBenchmark {
    private static final int IMAGES = 16;
    private static final int SIDE = 4;
    private static final int PATCHES = 64;
    private static final int VISIBLE = 16;
    private static final int MASKED = 48;
    private static final int PIXELS = 48;
    private static final int WIDTH = 192;

    private final int[] all = new int[IMAGES * PATCHES];
    private Subject subject;
    private int[] visible = {};
    private int[] masked = {};
    private TokenSequence sequence;
    private Tensor images;
    private Tensor patches;
    private Tensor embedded;
    private Tensor encoded;
    private Tensor decoded;
    private Tensor predicted;
    private Tensor token;
    private Tensor mask;
    private Tensor positions;

    @Setup
    public void prepare() {
        subject = new Subject();
        for (int i = 0; i < all.length; i++) {
            all[i] = i % PATCHES;
        }
        visible = subject.patches(IMAGES, VISIBLE, PATCHES);
        masked = allBut(visible);
        sequence = TokenSequence.merged(IMAGES, visible, masked);
        images = subject.random(IMAGES, 3, 32, 32);
        patches = subject.random((long) IMAGES * PATCHES, PIXELS);
        embedded = subject.random((long) IMAGES * VISIBLE, WIDTH);
        encoded = subject.random((long) IMAGES * (1 + VISIBLE), WIDTH);
        decoded = subject.random((long) IMAGES * (1 + VISIBLE + MASKED), WIDTH);
        predicted = subject.random((long) IMAGES * MASKED, WIDTH);
        token = subject.random(WIDTH);
        mask = subject.random(WIDTH);
        positions = subject.random(PATCHES + 1, WIDTH);
    }

    private int[] allBut(int[] shown) {
        return IntStream.range(0, IMAGES * PATCHES)
                .map(patch -> patch % PATCHES)
                .filter(patch -> patch % (PATCHES / VISIBLE) != 0)
                .limit((long) IMAGES * PATCHES - shown.length)
                .toArray();
    }

    @TearDown
    public void close() {
        subject.close();
    }

    @Benchmark
    public void extractPatches(Work work) {
        subject.kernels().extractPatches(images, SIDE, all, PixelOrder.CHANNEL_LAST, patches);
        work.passes(2, patches.length());
    }

    @Benchmark
    public void encoderTokens(Work work) {
        subject.kernels().encoderTokens(embedded, token, positions, visible, encoded);
        work.passes(2, encoded.length());
    }

    @Benchmark
    public void decoderTokens(Work work) {
        subject.kernels().decoderTokens(encoded, mask, positions, visible, masked, decoded);
        work.passes(2, decoded.length());
    }

    @Benchmark
    public void decoderTokensBackward(Work work) {
        subject.kernels().decoderTokensBackward(decoded, MASKED, encoded, mask);
        work.passes(1, decoded.length() + encoded.length());
    }

    @Benchmark
    public void lastTokens(Work work) {
        subject.kernels().lastTokens(decoded, 1 + VISIBLE + MASKED, MASKED, predicted);
        work.passes(2, predicted.length());
    }

    @Benchmark
    public void mergedTokens(Work work) {
        subject.kernels().mergedTokens(embedded, token, mask, positions, sequence, decoded);
        work.passes(2, decoded.length());
    }
}
