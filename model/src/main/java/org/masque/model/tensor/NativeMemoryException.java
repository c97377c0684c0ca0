package org.masque.model.tensor;

/** Native memory ran out; says how much was asked for and which knob to turn. */
public final class NativeMemoryException extends RuntimeException {
    private static final String SMALLER =
            "lower optimizer.batchSize, data.readyBatches or parallel.workers, or choose a smaller network";

    private NativeMemoryException(String message) {
        super(message);
    }

    /** Translates what JavaCPP or ND4J throws, which would end the process without a remedy. */
    public NativeMemoryException(long bytes, Throwable cause) {
        super("the machine has no native memory for " + mebibytes(bytes) + " more: " + SMALLER, cause);
    }

    static NativeMemoryException beyondLimit(long bytes, long held, long limit) {
        return new NativeMemoryException("no native memory for " + mebibytes(bytes) + " more: tensors hold "
                + mebibytes(held) + " of the " + mebibytes(limit) + " that -Dmasque.maxNativeBytes allows; raise it, "
                + SMALLER);
    }

    private static String mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
    }
}
