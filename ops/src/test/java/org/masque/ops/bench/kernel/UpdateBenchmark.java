package org.masque.ops.bench.kernel;

import org.masque.model.kernels.AdamStep;
import org.masque.model.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Kernels that go over all parameters, of a network beyond the caches. */
@State(Scope.Thread)
public class UpdateBenchmark {
    private static final int PARAMETERS = 6_000_000;
    private static final AdamStep STEP = new AdamStep(1e-6f, 0.9f, 0.95f, 1e-8f, 100);

    private Subject subject;
    private Tensor parameters;
    private Tensor gradient;
    private Tensor m;
    private Tensor v;

    @Setup
    public void prepare() {
        subject = new Subject();
        parameters = subject.random(PARAMETERS);
        gradient = subject.random(PARAMETERS);
        m = subject.random(PARAMETERS);
        v = subject.random(PARAMETERS);
        for (int i = 0; i < PARAMETERS; i++) {
            v.set(i, Math.abs(v.get(i)));
        }
    }

    @TearDown
    public void close() {
        subject.close();
    }

    @Benchmark
    public void adamW(Work work) {
        subject.kernels().adamW(parameters, gradient, m, v, STEP, 0.05f);
        work.passes(7, PARAMETERS);
    }

    @Benchmark
    public void accumulate(Work work) {
        subject.kernels().accumulate(m, gradient);
        work.passes(3, PARAMETERS);
    }

    @Benchmark
    public void scale(Work work) {
        subject.kernels().scale(m, 1f);
        work.passes(2, PARAMETERS);
    }

    @Benchmark
    public double sumOfSquares(Work work) {
        work.passes(1, PARAMETERS);
        return subject.kernels().sumOfSquares(gradient);
    }
}
