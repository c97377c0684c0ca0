package org.masque.ops.faults;

import java.io.IOException;
import java.net.URI;
import org.masque.ops.bench.MetricsPage;

/**
 * What a process has taken of its machine, as its own metrics tell.
 *
 * @param step that was applied last
 * @param tensorBytes of tensors, off the heap
 * @param heapBytes in use; after a collection, if there was one just before
 * @param residentBytes that the system counts
 * @param files open
 * @param threads alive
 * @param series of metrics
 */
record Vitals(long step, long tensorBytes, long heapBytes, long residentBytes, int files, int threads, int series) {
    /** Reads them from a port of this machine. */
    static Vitals of(int port) throws IOException {
        MetricsPage page = MetricsPage.read(URI.create("http://127.0.0.1:" + port));
        return new Vitals(
                (long) page.value("masque_train_step_total"),
                (long) page.value("masque_native_memory_bytes"),
                (long) page.value("jvm_memory_used_bytes{area=\"heap\"}"),
                (long) page.value("process_resident_memory_bytes"),
                (int) page.value("process_open_fds"),
                (int) page.value("jvm_threads_current"),
                page.size());
    }
}
