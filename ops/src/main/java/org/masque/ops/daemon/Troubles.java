package org.masque.ops.daemon;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failures that are told when all else is done, so that one of them keeps nothing else from being done. */
final class Troubles {
    private @Nullable IOException first;

    /** Something that may fail. */
    @FunctionalInterface
    interface Attempt {
        /** Does it. */
        void run() throws IOException;
    }

    /** Does it, and keeps the failure for later. */
    void attempt(Attempt work) {
        try {
            work.run();
        } catch (IOException failure) {
            keep(failure);
        } catch (RuntimeException failure) {
            keep(new IOException(failure));
        }
    }

    private void keep(IOException failure) {
        if (first == null) {
            first = failure;
        } else {
            first.addSuppressed(failure);
        }
    }

    /** Throws the first failure, with the others attached, if there was one. */
    void tell() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
