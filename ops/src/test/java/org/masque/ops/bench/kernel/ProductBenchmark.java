package org.masque.ops.bench.kernel;

import org.masque.model.kernels.Kernels.Write;
import org.masque.model.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Products with bias, and their gradients, in shapes of the three sizes of networks. */
@State(Scope.Thread)
public class ProductBenchmark {
    /** Rows x inputs x outputs. */
    @Param({"272x192x768", "272x768x192", "272x384x1152", "784x768x3072"})
    public String shape = "";

    private Subject subject;
    private double operations;
    private Tensor x;
    private Tensor w;
    private Tensor bias;
    private Tensor y;

    @Setup
    public void prepare() {
        String[] sides = shape.split("x", -1);
        int rows = Integer.parseInt(sides[0]);
        int inputs = Integer.parseInt(sides[1]);
        int outputs = Integer.parseInt(sides[2]);
        subject = new Subject();
        operations = 2.0 * rows * inputs * outputs;
        x = subject.random(rows, inputs);
        w = subject.random(outputs, inputs);
        bias = subject.random(outputs);
        y = subject.random(rows, outputs);
    }

    @TearDown
    public void close() {
        subject.close();
    }

    @Benchmark
    public void linear(Work work) {
        subject.kernels().linear(x, w, bias, y);
        work.floatingPoint(operations);
    }

    @Benchmark
    public void linearInputGradient(Work work) {
        subject.kernels().linearInputGradient(y, w, x, Write.REPLACE);
        work.floatingPoint(operations);
    }

    @Benchmark
    public void linearWeightGradient(Work work) {
        subject.kernels().linearWeightGradient(y, x, w, bias);
        work.floatingPoint(operations);
    }
}
