package org.masque.ops.bench.kernel;

import org.masque.model.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Attention of short and of long sequences, with both widths of a head that the recipes have. */
@State(Scope.Thread)
public class AttentionBenchmark {
    private static final int HEADS = 4;

    @Param({"17", "65", "197", "785"})
    public int tokens;

    @Param({"32", "64"})
    public int headWidth;

    private Subject subject;
    private double product;
    private Tensor qkv;
    private Tensor dqkv;
    private Tensor probabilities;
    private Tensor y;
    private Tensor weights;

    @Setup
    public void prepare() {
        subject = new Subject();
        int images = Math.max(1, 272 / tokens);
        int width = HEADS * headWidth;
        product = 2.0 * images * HEADS * tokens * tokens * headWidth;
        qkv = subject.random((long) images * tokens, 3L * width);
        dqkv = subject.random((long) images * tokens, 3L * width);
        probabilities = subject.random(images, HEADS, tokens, tokens);
        y = subject.random((long) images * tokens, width);
        weights = subject.random(images, HEADS, tokens - 1);
        subject.kernels().attention(qkv, HEADS, tokens, probabilities, y);
    }

    @TearDown
    public void close() {
        subject.close();
    }

    // Scores and values.
    @Benchmark
    public void attention(Work work) {
        subject.kernels().attention(qkv, HEADS, tokens, probabilities, y);
        work.floatingPoint(2 * product);
    }

    // The gradients of values, probabilities, queries and keys.
    @Benchmark
    public void attentionBackward(Work work) {
        subject.kernels().attentionBackward(y, qkv, HEADS, tokens, probabilities, dqkv);
        work.floatingPoint(4 * product);
    }

    // One query of each head.
    @Benchmark
    public void classAttention(Work work) {
        subject.kernels().classAttention(qkv, HEADS, tokens, weights);
        work.floatingPoint(product / tokens);
    }
}
