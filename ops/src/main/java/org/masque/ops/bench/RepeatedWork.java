package org.masque.ops.bench;

/** Work that a benchmark repeats, with the threads and buffers it needs; close it. */
interface RepeatedWork extends AutoCloseable {
    /** Does it once. */
    void run();

    @Override
    void close();
}
