package org.masque.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.BadStep.Cause;
import org.masque.actors.RunActor;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.SupervisedActor;
import org.masque.masking.StateCounts;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.data.SkipReason;
import org.masque.ops.BuildInfo;
import org.masque.ops.health.RunState;

class RunMetricsTest {
    private static final Clock NOON = Clock.fixed(Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);

    private final RunMetrics metrics = RunMetrics.create(new BuildInfo("1.2", "abc1234", "now"), "f00d", NOON);

    @TempDir
    Path folder;

    @Test
    void everyEventReachesItsSeries() throws IOException {
        everythingHappensOnce();

        assertThat(scrape().lines())
                .contains(
                        "masque_train_step_total 1.0",
                        "masque_train_samples_total 256.0",
                        "masque_train_epoch 1.5",
                        "masque_train_loss 0.75",
                        "masque_train_loss_ema 0.75",
                        "masque_train_learning_rate 0.001",
                        "masque_train_grad_norm 2.5",
                        "masque_train_step_duration_seconds_count 1",
                        "masque_train_step_duration_seconds_sum 0.25",
                        "masque_train_phase_duration_seconds_count{phase=\"forward\"} 1",
                        "masque_train_data_wait_seconds_total 0.5",
                        "masque_train_mask_wait_seconds_total 0.125",
                        "masque_loader_queue_depth 3.0",
                        "masque_loader_decode_seconds_count 1",
                        "masque_loader_decode_seconds_sum 0.0625",
                        "masque_samples_skipped_total{reason=\"truncated\"} 1.0",
                        "masque_samples_skipped_total{reason=\"vanished\"} 0.0",
                        "masque_nonfinite_steps_total 1.0",
                        "masque_loss_spikes_total 1.0",
                        "masque_rollbacks_total 1.0",
                        "masque_last_step_timestamp_seconds 1.7E9",
                        "masque_checkpoint_last_success_timestamp_seconds 1.7E9",
                        "masque_checkpoint_duration_seconds_count 1",
                        "masque_checkpoint_bytes 1000000.0",
                        "masque_checkpoint_failures_total{stage=\"file_written\"} 1.0",
                        "masque_checkpoint_skipped_total 1.0",
                        "masque_evaluation_skipped_total 1.0",
                        "masque_pictures_skipped_total 1.0",
                        "masque_mask_refresh_skipped_total 1.0",
                        "masque_mask_ratio_actual{state=\"visible\"} 0.25",
                        "masque_mask_ratio_actual{state=\"masked\"} 0.5",
                        "masque_mask_ratio_actual{state=\"thrown\"} 0.25",
                        "masque_mask_refresh_age_epochs 2.0",
                        "masque_mask_uniform_maps 4.0",
                        "masque_probe_knn_accuracy_ratio{features=\"cls\"} 0.5",
                        "masque_probe_linear_accuracy_ratio{features=\"mean\"} 0.625",
                        "masque_native_memory_bytes 0.0",
                        "masque_generation 4.0",
                        "masque_actor_restarts_total{actor=\"loader\"} 1.0",
                        "masque_run_state{state=\"training\"} 1.0",
                        "masque_run_state{state=\"starting\"} 0.0",
                        "masque_build_info{commit=\"abc1234\",version=\"1.2\"} 1",
                        "masque_config_info{hash=\"f00d\"} 1");
    }

    @Test
    void theStepDurationIsANativeHistogramToo() {
        everythingHappensOnce();

        assertThat(metrics.registry().scrape(name -> name.equals("masque_train_step_duration_seconds")))
                .singleElement()
                .extracting(snapshot -> snapshot.getDataPoints().get(0))
                .isInstanceOfSatisfying(
                        io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot.class,
                        point -> {
                            assertThat(point.hasNativeHistogramData()).isTrue();
                            assertThat(point.hasClassicHistogramData()).isTrue();
                        });
    }

    @Test
    void aStepOfAQuarterOfAnHourIsBelowTheLargestBound() throws IOException {
        metrics.training().stepApplied(new AppliedStep(1, 0, 4096, 1, 0.001, 1, Duration.ofSeconds(975)));

        assertThat(scrape().lines())
                .contains(
                        "masque_train_step_duration_seconds_bucket{le=\"524.288\"} 0",
                        "masque_train_step_duration_seconds_bucket{le=\"1048.576\"} 1",
                        "masque_train_step_duration_seconds_bucket{le=\"2097.152\"} 1");
    }

    @Test
    void theJvmIsMeasuredBesides() throws IOException {
        assertThat(scrape()).contains("jvm_memory_used_bytes").contains("jvm_gc_collection_seconds");
    }

    @Test
    void aLossThatIsNotFiniteShowsButDoesNotSpoilTheAverage() throws IOException {
        metrics.training().stepApplied(step(1.0));
        metrics.training().stepApplied(step(Double.NaN));

        assertThat(scrape().lines()).contains("masque_train_loss NaN", "masque_train_loss_ema 1.0");
    }

    @Test
    void whatWasNeverMeasuredIsNotZero() throws IOException {
        assertThat(scrape().lines())
                .contains(
                        "masque_train_loss NaN",
                        "masque_last_step_timestamp_seconds NaN",
                        "masque_generation NaN",
                        "masque_checkpoint_last_success_timestamp_seconds NaN",
                        "masque_mask_refresh_age_epochs NaN");
    }

    @Test
    void theTimeOfTheLastSignOfProgressIsToldByTheSilenceSince() throws IOException {
        metrics.process().watchProgress(() -> Duration.ofMillis(2500));

        assertThat(scrape().lines()).contains("masque_last_progress_timestamp_seconds 1.6999999975E9");
    }

    @Test
    void aRunThatGoesOnHasACheckpointAndIsNotStuckFromItsStartOn() throws IOException {
        metrics.checkpoints().checkpointFound(Instant.ofEpochSecond(1_600_000_000L), 2);
        metrics.training().runStarted();

        assertThat(scrape().lines())
                .contains(
                        "masque_checkpoint_last_success_timestamp_seconds 1.6E9",
                        "masque_checkpoint_corrupt_total 2.0",
                        "masque_last_step_timestamp_seconds 1.7E9");
    }

    @Test
    void droppedLinesOfTheLogAreCounted() throws IOException {
        metrics.process().watchDroppedLogLines(() -> 7);

        assertThat(scrape().lines()).contains("masque_log_lines_dropped_total 7.0");
    }

    @Test
    void messagesThatWereReclaimedAreCounted() throws IOException {
        metrics.process().watchReclaimedMessages(() -> 3);

        assertThat(scrape().lines()).contains("masque_messages_reclaimed_total 3.0");
    }

    @Test
    void whatWaitsForActorsIsMeasuredForEachKindAtEachScrape() throws IOException {
        AtomicInteger loaders = new AtomicInteger(2);
        metrics.process().watchMailboxes(actor -> actor == RunActor.LOADER ? loaders.get() : 0);

        assertThat(scrape().lines())
                .contains(
                        "masque_actor_mailbox_depth{actor=\"loader\"} 2.0",
                        "masque_actor_mailbox_depth{actor=\"coordinator\"} 0.0");
        loaders.set(0);
        assertThat(scrape().lines()).contains("masque_actor_mailbox_depth{actor=\"loader\"} 0.0");
    }

    @Test
    void moreEventsMakeNoMoreSeries() throws IOException {
        everythingHappensOnce();
        long series = scrape().lines().count();
        for (int i = 0; i < 100; i++) {
            everythingHappensOnce();
        }

        assertThat(scrape().lines().filter(line -> line.startsWith("masque_")).count())
                .isLessThanOrEqualTo(series);
    }

    @Test
    void promtoolFindsNothingToCriticise() throws IOException, InterruptedException {
        assumeTrue(isInstalled("promtool"), "promtool is not installed");
        everythingHappensOnce();
        Path text = Files.writeString(
                folder.resolve("metrics.txt"),
                scrape().lines().filter(line -> line.contains("masque_")).reduce("", (a, b) -> a + b + "\n"));
        Path answer = folder.resolve("answer.txt");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(text.toFile())
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();

        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(answer)).isEmpty();
        assertThat(promtool.exitValue()).isZero();
    }

    private void everythingHappensOnce() {
        TrainingMetrics training = metrics.training();
        training.stepApplied(step(0.75));
        training.phaseEnded(StepPhase.FORWARD, Duration.ofMillis(100));
        training.waitedForData(Duration.ofMillis(500));
        training.waitedForMasks(Duration.ofMillis(125));
        training.viewsLoaded(Duration.ofNanos(62_500_000));
        training.batchesReady(3);
        training.sampleSkipped(SkipReason.TRUNCATED);
        training.stepSkipped(Cause.NOT_FINITE);
        training.stepSkipped(Cause.SPIKE);
        training.rolledBack();
        training.patchesPlanned(new StateCounts(1, 2, 1));
        training.mapsAged(2);
        training.mapsRefreshed(4);
        training.knnProbed(ProbeFeatures.CLS, 0.5);
        training.linearProbed(ProbeFeatures.MEAN, 0.625);
        training.workLeftOut(Kind.EVALUATION);
        training.workLeftOut(Kind.PICTURES);
        training.workLeftOut(Kind.REFRESH);
        metrics.checkpoints().checkpointWritten(1_000_000, Duration.ofSeconds(2));
        metrics.checkpoints().checkpointFailed(SaveStage.FILE_WRITTEN);
        metrics.checkpoints().checkpointSkipped();
        metrics.process().actorRestarted(SupervisedActor.LOADER);
        metrics.process().runStateChanged(RunState.TRAINING);
        metrics.process().generationBegan(4);
    }

    private static AppliedStep step(double loss) {
        return new AppliedStep(10, 1.5, 256, loss, 0.001, 2.5, Duration.ofMillis(250));
    }

    private String scrape() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(text, metrics.registry().scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static boolean isInstalled(String program) {
        Stream<String> folders = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1));
        return folders.anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
