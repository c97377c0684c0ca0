package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Reads them from a port of this machine. */
    static Vitals of(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        List<String> lines = CLIENT.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        Map<String, Double> values = new TreeMap<>();
        for (String line : lines) {
            int end = line.lastIndexOf(' ');
            values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        }
        return new Vitals(
                (long) value(values, "masque_train_step_total"),
                (long) value(values, "masque_native_memory_bytes"),
                (long) value(values, "jvm_memory_used_bytes{area=\"heap\"}"),
                (long) value(values, "process_resident_memory_bytes"),
                (int) value(values, "process_open_fds"),
                (int) value(values, "jvm_threads_current"),
                lines.size());
    }

    private static double value(Map<String, Double> values, String name) {
        assertThat(values).containsKey(name);
        return values.get(name);
    }
}
