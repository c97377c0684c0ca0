package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.actors.run.RunData;
import org.masque.actors.run.TrainingRun;
import org.masque.config.Recipe;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.BuildInfo;
import org.masque.ops.health.Heartbeat;
import org.masque.ops.health.RunHealth;
import org.masque.ops.metrics.RunMetrics;

/** Row 15 of the faults: a loader that takes far longer than a step. */
@ExtendWith(NoTensorLeaks.class)
class SlowLoaderTest {
    private static final Duration DELAY = Duration.ofMillis(500);

    private final List<String> said = new ArrayList<>();
    private final List<StepReport> steps = new ArrayList<>();

    @TempDir
    private Path runs;

    private static ViewSource slow(ViewSource views) {
        return new ViewSource() {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker") // moved out
            public Views load(int epoch, int[] ids) {
                long end = System.nanoTime() + DELAY.toNanos();
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                return views.load(epoch, ids);
            }
        };
    }

    @Test
    void nearlyAllTimeIsWaitingItIsExportedAndTheLogNamesTheKnob() throws IOException {
        TinySession session = TinySession.in(runs);
        Recipe recipe =
                session.recipe("masking.strategy=random", "run.epochs=7", "data.loaders=1", "data.readyBatches=1");
        RunMetrics metrics = RunMetrics.create(BuildInfo.load(), "hash", Clock.systemUTC());
        RunHealth health = new RunHealth(new Heartbeat(Duration.ofMinutes(1)), new Heartbeat(Duration.ofMinutes(1)));
        RunData data = RunData.open(recipe).withViews(SlowLoaderTest::slow);
        Observers observers = new Observers(List.of(
                new MetricsObserver(metrics, health, data.skipped()),
                new LoaderAdvice(1, said::add, Duration.ofSeconds(2)),
                new TrainingObserver() {
                    @Override
                    public void stepApplied(StepReport report) {
                        steps.add(report);
                    }
                }));
        Files.createDirectories(session.folder().path());

        try (TrainingRun run =
                TrainingRun.start(new TrainingRun.Start(recipe, session.folder(), data, "test", observers))) {
            assertThat(run.await().end()).isEqualTo(End.FINISHED);
        }

        // The first ones compile.
        List<StepReport.Times> warm =
                steps.subList(6, 14).stream().map(StepReport::times).toList();
        assertThat(seconds(warm, StepReport.Times::waitedForData))
                .isGreaterThan(0.75 * seconds(warm, StepReport.Times::step));
        double waited = seconds(steps.stream().map(StepReport::times).toList(), StepReport.Times::waitedForData);
        assertThat(value(metrics, "masque_train_data_wait_seconds_total")).isCloseTo(waited, within(1e-6 * waited));
        assertThat(said).singleElement().asString().contains("loader-bound").contains("data.loaders (now 1)");
    }

    private static double seconds(List<StepReport.Times> times, ToLongFunction<StepReport.Times> part) {
        return times.stream().mapToLong(part).sum() / 1e9;
    }

    private static double value(RunMetrics metrics, String series) throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(page, metrics.registry().scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        return page.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
