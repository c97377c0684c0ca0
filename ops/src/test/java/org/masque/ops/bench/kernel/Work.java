package org.masque.ops.bench.kernel;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a benchmark has done, counted beside its calls: JMH divides it by the time.
 *
 * <p>A kernel counts either its floating-point operations (a multiplication and a sum are two) or the bytes of the
 * tensors it reads and writes, whichever bounds it.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
    /** Thousand millions of floating-point operations. */
    public double gigaflop;

    /** Thousand millions of bytes. */
    public double gigabyte;

    void floatingPoint(double operations) {
        gigaflop += operations / 1e9;
    }

    /** So many passes over so many floats. */
    void passes(int passes, long floats) {
        gigabyte += 4.0 * passes * floats / 1e9;
    }
}
