package org.masque.model.tensor;

/** Native memory ran out; says how much was asked for and which knob to turn. */
public final class NativeMemoryException extends RuntimeException {
    /** Translates JavaCPP's {@code OutOfMemoryError}, which would end the process without a remedy. */
    public NativeMemoryException(long bytes, Throwable cause) {
        super(
                "no native memory for " + bytes / (1 << 20) + " MiB: lower optimizer.batchSize or parallel.workers,"
                        + " or raise -Dorg.bytedeco.javacpp.maxbytes",
                cause);
    }
}
