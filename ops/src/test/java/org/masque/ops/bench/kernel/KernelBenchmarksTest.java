package org.masque.ops.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@Tag("slow")
@ExtendWith(NoTensorLeaks.class)
class KernelBenchmarksTest {
    @Test
    void everyBenchmarkRunsAndHasARate() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(KernelBenchmarks.class.getPackageName())
                        .mode(Mode.Throughput)
                        .timeUnit(TimeUnit.SECONDS)
                        .param("shape", "16x12x8")
                        .param("tokens", "17")
                        .param("headWidth", "32")
                        .param("width", "48")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        KernelBenchmarks.print(results, new PrintStream(text, true, StandardCharsets.UTF_8));

        assertThat(results).hasSize(25);
        assertThat(text.toString(StandardCharsets.UTF_8).lines().skip(1))
                .hasSize(25)
                .allMatch(line -> line.matches(".* [0-9]+\\.[0-9]+ (GFLOP|GB)/s"));
    }
}
