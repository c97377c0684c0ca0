package org.masque.ops.bench.kernel;

import org.masque.model.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Kernels that go over rows: LayerNorm, GELU, residual sums, targets and losses. */
@State(Scope.Thread)
public class RowBenchmark {
    private static final int ROWS = 272;
    private static final float EPSILON = 1e-6f;

    @Param({"192", "768"})
    public int width;

    private Subject subject;
    private long size;
    private Tensor x;
    private Tensor y;
    private Tensor dx;
    private Tensor scale;
    private Tensor shift;
    private Tensor dscale;
    private Tensor dshift;
    private Tensor statistics;

    @Setup
    public void prepare() {
        subject = new Subject();
        size = (long) ROWS * width;
        x = subject.random(ROWS, width);
        y = subject.random(ROWS, width);
        dx = subject.random(ROWS, width);
        scale = subject.random(width);
        shift = subject.random(width);
        dscale = subject.random(width);
        dshift = subject.random(width);
        statistics = subject.random(ROWS, 2);
        subject.kernels().layerNorm(x, scale, shift, EPSILON, y, statistics);
    }

    @TearDown
    public void close() {
        subject.close();
    }

    @Benchmark
    public void layerNorm(Work work) {
        subject.kernels().layerNorm(x, scale, shift, EPSILON, y, statistics);
        work.passes(2, size);
    }

    @Benchmark
    public void layerNormBackward(Work work) {
        subject.kernels().layerNormBackward(y, x, scale, statistics, dx, dscale, dshift);
        work.passes(4, size);
    }

    // Overwrites x with what the backward needs; whatever is in there, the work is the same.
    @Benchmark
    public void biasGelu(Work work) {
        subject.kernels().biasGelu(dx, shift, y);
        work.passes(3, size);
    }

    @Benchmark
    public void biasGeluBackward(Work work) {
        subject.kernels().biasGeluBackward(y, x, shift, dx, dshift);
        work.passes(3, size);
    }

    @Benchmark
    public void add(Work work) {
        subject.kernels().add(x, y, dx);
        work.passes(3, size);
    }

    @Benchmark
    public void addScaled(Work work) {
        subject.kernels().addScaled(x, y, scale, dx);
        work.passes(3, size);
    }

    @Benchmark
    public void normalizePatches(Work work) {
        subject.kernels().normalizePatches(dx);
        work.passes(2, size);
    }

    @Benchmark
    public double squaredError(Work work) {
        work.passes(3, size);
        return subject.kernels().squaredError(x, y, 1f / ROWS, dx);
    }

    @Benchmark
    public double absoluteError(Work work) {
        work.passes(3, size);
        return subject.kernels().absoluteError(x, y, 1f / ROWS, dx);
    }
}
