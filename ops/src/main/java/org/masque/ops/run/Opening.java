package org.masque.ops.run;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is opened on a thread of its own while its owner does other things. It closes what nobody took.
 *
 * @param <T> what is opened
 */
final class Opening<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final CompletableFuture<T> opened = new CompletableFuture<>();
    private boolean taken;

    private Opening() {}

    /** What opens it. */
    interface Opener<T> {
        T open() throws IOException;
    }

    /**
     * Begins.
     *
     * @param name of the thread
     */
    static <T extends AutoCloseable> Opening<T> begin(String name, Opener<T> opener) {
        Opening<T> opening = new Opening<>();
        Thread thread = new Thread(() -> opening.open(opener), "opening-" + name);
        thread.setDaemon(true);
        thread.start();
        return opening;
    }

    // Whatever is thrown is thrown again where it is taken.
    private void open(Opener<T> opener) {
        try {
            opened.complete(opener.open());
        } catch (Throwable failure) {
            opened.completeExceptionally(failure);
        }
    }

    /**
     * Waits for it; from now on it is the caller's.
     *
     * @throws IOException or whatever else kept it from being opened
     */
    T take() throws IOException {
        try {
            T result = opened.join();
            taken = true;
            return result;
        } catch (CompletionException wrapped) {
            throw thrownAs(wrapped.getCause());
        }
    }

    private static IOException thrownAs(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    /** Closes what was not taken, as soon as it is open; does not wait for that. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // closeUnused() reports its failures itself
    public void close() {
        if (!taken) {
            opened.thenAccept(Opening::closeUnused);
        }
    }

    private static void closeUnused(AutoCloseable unused) {
        try {
            unused.close();
        } catch (Exception failure) {
            LOG.warn("what a start had opened could not be closed", failure);
        }
    }
}
