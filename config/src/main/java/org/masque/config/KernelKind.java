package org.masque.config;

/** Which implementation of the kernels computes. */
public enum KernelKind {
    /** {@link #SIMD} where the processor and the JVM allow it, else {@link #ND4J}; the log tells which and why. */
    AUTO,
    /** Vector instructions on ND4J buffers; processors only. */
    SIMD,
    /** Plain ND4J operations: the reference, and what runs on CUDA. */
    ND4J
}
