package org.masque.config;

/** Which implementation of the kernels computes. */
public enum KernelKind {
    @Meaning("simd where the processor and the JVM allow it, else nd4j. The log tells which and why.")
    AUTO,
    @Meaning("Vector instructions on ND4J buffers, on processors only.")
    SIMD,
    @Meaning("Plain ND4J operations: the reference, and what runs on CUDA.")
    ND4J
}
