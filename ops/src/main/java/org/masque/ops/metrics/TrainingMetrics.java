package org.masque.ops.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.masque.actors.BadStep.Cause;
import org.masque.actors.SideWork.Kind;
import org.masque.masking.StateCounts;
import org.masque.model.data.SkipReason;

/** What the training does: steps, what they wait for, masks and probes. */
public final class TrainingMetrics {
    private static final double LOSS_DECAY = 0.99;
    private static final double NANOS = 1e9;

    private final Clock clock;
    private final MovingAverage averageLoss = new MovingAverage(LOSS_DECAY);
    private final Counter steps;
    private final Counter samples;
    private final Gauge epoch;
    private final Gauge loss;
    private final Gauge lossEma;
    private final Gauge learningRate;
    private final Gauge gradientNorm;
    private final Histogram stepDuration;
    private final Histogram phaseDuration;
    private final Gauge lastStep;
    private final Counter nonFiniteSteps;
    private final Counter lossSpikes;
    private final Counter rollbacks;
    private final Counter dataWait;
    private final Counter maskWait;
    private final Histogram decoding;
    private final Gauge queueDepth;
    private final Counter skipped;
    private final Gauge maskRatio;
    private final Gauge mapsAge;
    private final Gauge uniformMaps;
    private final Gauge knnAccuracy;
    private final Gauge linearAccuracy;
    private final Map<Kind, Counter> leftOut;

    TrainingMetrics(MetricFactory factory, Clock clock) {
        this.clock = clock;
        steps = factory.counter("train_step", "Optimiser updates since this process began.");
        samples = factory.counter("train_samples", "Images trained on since this process began.");
        epoch = factory.unknownGauge("train_epoch", "Passes over the data since the run began.");
        loss = factory.unknownGauge("train_loss", "Loss of the last step, not smoothed.");
        lossEma = factory.unknownGauge(
                "train_loss_ema", "Loss smoothed over about 100 steps; terminal and page smooth it over about 20.");
        learningRate = factory.unknownGauge("train_learning_rate", "Learning rate of the last step.");
        gradientNorm = factory.unknownGauge("train_grad_norm", "Norm of all gradients of the last step.");
        stepDuration = factory.durations("train_step_duration_seconds", "Time from one step to the next.");
        phaseDuration = factory.durations(
                "train_phase_duration_seconds", "Time of a phase of a step; the phases add up to the step.", "phase");
        lastStep = factory.unknownGauge(
                "last_step_timestamp_seconds", "When the last step was applied, or else the run began.");
        nonFiniteSteps = factory.counter("nonfinite_steps", "Updates left out since a gradient was not finite.");
        lossSpikes = factory.counter("loss_spikes", "Updates left out since the loss was far above those before.");
        rollbacks = factory.counter("rollbacks", "Returns to an earlier checkpoint after several bad steps.");
        dataWait = factory.counter("train_data_wait_seconds", "Time that workers stood still for want of images.");
        maskWait = factory.counter("train_mask_wait_seconds", "Time that workers stood still for want of masks.");
        decoding = factory.durations("loader_decode_seconds", "Time of a loader to decode and cut a batch.");
        queueDepth = factory.gauge("loader_queue_depth", "Batches that are ready.");
        skipped = factory.counter("samples_skipped", "Images that could not be used.", "reason");
        maskRatio = factory.gauge("mask_ratio_actual", "Share of patches in a state, in the last step.", "state");
        uniformMaps = factory.gauge(
                "mask_uniform_maps", "Maps of the last refresh whose weights are all the same: they say nothing.");
        mapsAge = factory.unknownGauge("mask_refresh_age_epochs", "Epochs since the maps in use were made.");
        knnAccuracy = factory.gauge("probe_knn_accuracy_ratio", "Accuracy of the last k-NN probe.", "features");
        linearAccuracy = factory.gauge("probe_linear_accuracy_ratio", "Accuracy of the last linear probe.", "features");
        leftOut = Map.of(
                Kind.EVALUATION, factory.counter("evaluation_skipped", "Evaluations that were due and are not done."),
                Kind.PICTURES,
                        factory.counter("pictures_skipped", "Sheets of pictures that were due and are not done."),
                Kind.REFRESH,
                        factory.counter("mask_refresh_skipped", "Refreshes of maps that were due and are not done."));
        MetricFactory.beginAtZero(skipped, SkipReason.class, SkipReason::label);
    }

    /** Work beside training, other than a checkpoint, was due and is not done. */
    public void workLeftOut(Kind kind) {
        Counter counter = leftOut.get(kind);
        if (counter != null) {
            counter.inc();
        }
    }

    /** The run begins or goes on: from now on a step may be missed. */
    public void runStarted() {
        lastStep.set(MetricFactory.timestamp(clock));
    }

    /** One update was applied. Called from one thread. */
    public void stepApplied(AppliedStep step) {
        steps.inc();
        samples.inc(step.samples());
        epoch.set(step.epoch());
        loss.set(step.loss());
        averageLoss.add(step.loss());
        lossEma.set(averageLoss.value());
        learningRate.set(step.learningRate());
        gradientNorm.set(step.gradientNorm());
        stepDuration.observe(seconds(step.elapsed()));
        lastStep.set(MetricFactory.timestamp(clock));
    }

    /** One update was left out, since loss or gradient was bad. */
    public void stepSkipped(Cause cause) {
        (cause == Cause.NOT_FINITE ? nonFiniteSteps : lossSpikes).inc();
    }

    /** The run went back to an earlier checkpoint. */
    public void rolledBack() {
        rollbacks.inc();
    }

    /** A worker spent this time in one phase of a step. */
    public void phaseEnded(StepPhase phase, Duration elapsed) {
        phaseDuration.labelValues(phase.label()).observe(seconds(elapsed));
    }

    /** A worker stood still for want of images. */
    public void waitedForData(Duration elapsed) {
        dataWait.inc(seconds(elapsed));
    }

    /** A worker stood still for want of masks. */
    public void waitedForMasks(Duration elapsed) {
        maskWait.inc(seconds(elapsed));
    }

    /** A loader decoded and cut the images of a batch; safe for several threads. */
    public void viewsLoaded(Duration elapsed) {
        decoding.observe(seconds(elapsed));
    }

    /** So many batches are ready. */
    public void batchesReady(int count) {
        queueDepth.set(count);
    }

    /** An image could not be used. */
    public void sampleSkipped(SkipReason reason) {
        skipped.labelValues(reason.label()).inc();
    }

    /** The patches of each view of a step were in these states. */
    public void patchesPlanned(StateCounts counts) {
        double patches = counts.patches();
        maskRatio.labelValues("visible").set(counts.visible() / patches);
        maskRatio.labelValues("masked").set(counts.masked() / patches);
        maskRatio.labelValues("thrown").set(counts.thrown() / patches);
    }

    /** The maps in use were made so many epochs ago. */
    public void mapsAged(double epochs) {
        mapsAge.set(epochs);
    }

    /** All maps were made anew; so many of them say nothing. */
    public void mapsRefreshed(int uniform) {
        uniformMaps.set(uniform);
    }

    /** A k-NN probe ended with this accuracy, 0 to 1. */
    public void knnProbed(ProbeFeatures features, double accuracy) {
        knnAccuracy.labelValues(features.label()).set(accuracy);
    }

    /** A linear probe ended with this accuracy, 0 to 1. */
    public void linearProbed(ProbeFeatures features, double accuracy) {
        linearAccuracy.labelValues(features.label()).set(accuracy);
    }

    static double seconds(Duration elapsed) {
        return elapsed.toNanos() / NANOS;
    }
}
