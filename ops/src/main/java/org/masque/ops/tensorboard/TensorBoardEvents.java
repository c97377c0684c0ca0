package org.masque.ops.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;
import org.masque.model.interop.NamedWrite;
import org.masque.model.probe.EvaluationReport;
import org.masque.ops.files.QueuedWriter;

/**
 * Writes what TensorBoard shows: loss, rate, waits, states and evaluation over the steps, and the sheets of pictures.
 * One file a start, in a folder of the run.
 *
 * <p>About ten thousand points a curve and run at most, so that the files of a long run stay small. A disk that is full
 * or slow costs points, never the training.
 */
public final class TensorBoardEvents implements TrainingObserver, Closeable {
    private static final long MOST_POINTS = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final QueuedWriter<Entry> writer;
    private final Clock clock;
    private long everySteps = 1;

    /** What is still to be written; a picture is read on the writer's thread. */
    @FunctionalInterface
    private interface Entry {
        ProtoMessage message() throws IOException;
    }

    private TensorBoardEvents(QueuedWriter<Entry> writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Begins a file in a folder, which is made. */
    public static TensorBoardEvents in(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        String name = String.format(
                Locale.ROOT,
                "events.out.tfevents.%010d.%d.masque",
                clock.instant().getEpochSecond(),
                ProcessHandle.current().pid());
        Path path = folder.resolve(name);
        OutputStream file = Files.newOutputStream(path);
        Instant now = clock.instant();
        TensorBoardEvents events =
                new TensorBoardEvents(QueuedWriter.to(sink(path, file), "the TensorBoard events"), clock);
        events.writer.write(() -> EventMessage.version(now));
        return events;
    }

    private static QueuedWriter.Sink<Entry> sink(Path path, OutputStream file) {
        return new QueuedWriter.Sink<>() {
            @Override
            public void write(Entry entry) throws IOException {
                byte[] frame = TfRecord.frame(entry.message().toBytes());
                NamedWrite.to(path, frame.length, () -> file.write(frame));
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {
        everySteps = Math.max(1, totalSteps / MOST_POINTS);
        Instant now = clock.instant();
        writer.write(() -> EventMessage.started(now, appliedSteps));
    }

    @Override
    public void rolledBack(long from, long to) {
        Instant now = clock.instant();
        writer.write(() -> EventMessage.started(now, to));
    }

    @Override
    public void stepApplied(StepReport report) {
        if (report.step() % everySteps != 0) {
            return;
        }
        StepReport.Times times = report.times();
        double patches = report.counts().patches();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/loss", report.loss());
        values.put("train/learning_rate", report.learningRate());
        values.put("train/gradient_norm", report.gradientNorm());
        values.put("train/images_per_second", report.samples() / (times.step() / NANOS_PER_SECOND));
        values.put("train/data_wait_ratio", (double) times.waitedForData() / times.step());
        values.put("train/mask_wait_ratio", (double) times.waitedForMasks() / times.step());
        values.put("masks/masked", report.counts().masked() / patches);
        values.put("masks/thrown", report.counts().thrown() / patches);
        if (report.mapAgeEpochs() >= 0) {
            values.put("masks/map_age_epochs", (double) report.mapAgeEpochs());
        }
        write(report.step(), values);
    }

    @Override
    public void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (EvaluationReport report : reports) {
            String features = report.kind().name().toLowerCase(Locale.ROOT);
            values.put("evaluation/knn_" + features, report.knnAccuracy());
            values.put("evaluation/linear_" + features, report.linearAccuracy());
        }
        write(version, values);
    }

    private void write(long step, Map<String, Double> values) {
        Instant now = clock.instant();
        writer.write(() -> EventMessage.scalars(now, step, values));
    }

    @Override
    public void picturesDrawn(long step, Path file) {
        Instant now = clock.instant();
        writer.write(() -> EventMessage.picture(now, step, "pictures", Files.readAllBytes(file)));
    }

    @Override
    public void close() {
        writer.close();
    }
}
