package org.masque.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.span.Span;

class StepTraceTest {
    @TempDir
    private Path folder;

    private static Set<String> recorded() {
        Set<String> names = new TreeSet<>();
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(EventType::isEnabled)
                .forEach(type -> names.add(type.getName()));
        return names;
    }

    // The thread that stops others by signals. The system shows 15 letters of a name.
    private static long samplers() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(StepTraceTest::isSampler).count();
        }
    }

    private static boolean isSampler(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals("JFR Thread Samp");
        } catch (IOException ended) {
            return false;
        }
    }

    // Decision 0011: a signal in the midst of a product by oneDNN overwrites the heap.
    @Test
    void itRecordsSpansOnlyAndStartsNoSampler() throws IOException {
        Set<String> before = recorded();
        long samplers = samplers();
        try (StepTrace trace = StepTrace.of(folder.resolve("trace.json"), 3)) {
            Span.begin(new Span.Step(), "coordinator", 0).commit();
            Set<String> during = recorded();
            during.removeAll(before);
            assertThat(during).as("with %s", trace).isNotEmpty().allMatch(name -> name.startsWith(Span.PREFIX));
            assertThat(samplers()).isEqualTo(samplers);
        }
        assertThat(recorded()).isEqualTo(before);
    }
}
