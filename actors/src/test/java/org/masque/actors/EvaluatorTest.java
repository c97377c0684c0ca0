package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.SideWork.Kind;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.data.DataException;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.probe.Evaluation;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;
import org.masque.model.probe.LabelledSet;
import org.masque.model.probe.LinearProbe;
import org.masque.model.probe.NearestNeighbours;
import org.masque.model.probe.SnapshotEvaluation;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class EvaluatorTest {
    private static final int SIDE = TinyNetwork.SHAPE.imageHeight();
    private static final int TRAIN = 24;
    private static final int TEST = 12;

    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<RunCoordinator.Command> coordinator = kit.createTestProbe();
    private final AtomicInteger untrainedMade = new AtomicInteger();
    private final Kept baseline = new Kept();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    // Images of an even id are bright, those of an odd id are dark: any network tells them apart.
    @SuppressWarnings("MustBeClosedChecker") // owned by the views
    private static Views images(int[] ids) {
        float[] pixels = new float[ids.length * 3 * SIDE * SIDE];
        for (int i = 0; i < ids.length; i++) {
            SplittableRandom random = new SplittableRandom(ids[i]);
            for (int p = 0; p < 3 * SIDE * SIDE; p++) {
                pixels[i * 3 * SIDE * SIDE + p] = (float) random.nextDouble() + (ids[i] % 2 == 0 ? 2 : -3);
            }
        }
        ViewGeometry[] geometries = new ViewGeometry[ids.length];
        Arrays.fill(geometries, new ViewGeometry(new CropBox(0, 0, SIDE, SIDE, SIDE, SIDE), false));
        return new Views(TensorRef.of(pixels, ids.length, 3, SIDE, SIDE), ids, geometries);
    }

    private static SnapshotEvaluation.Protocol protocol(ViewSource images) {
        return new SnapshotEvaluation.Protocol(
                new LabelledSet(images, TRAIN, id -> id % 2),
                new LabelledSet(images, TEST, id -> id % 2),
                new Evaluation(new NearestNeighbours(3, 0.07), new LinearProbe(2, 0, 8, 0.03, 1)),
                List.of(FeatureKind.CLASS_TOKEN, FeatureKind.PATCH_MEAN));
    }

    private ActorRef<Evaluator.Command> evaluator(ViewSource images) {
        return evaluator(images, baseline);
    }

    private ActorRef<Evaluator.Command> evaluator(ViewSource images, Evaluator.@Nullable Baseline untrained) {
        Evaluator.Settings settings = new Evaluator.Settings(
                () -> KernelsProvider.open("auto"), () -> protocol(images), untrained, SideTurns.unlimited());
        return kit.spawn(
                SideActor.supervised(
                        Kind.EVALUATION,
                        Evaluator.Command.class,
                        coordinator.getRef(),
                        ActorKits.RESTARTS,
                        Evaluator.create(settings)),
                DispatcherSelector.fromConfig("masque.pinned-dispatcher"));
    }

    private final class Kept implements Evaluator.Baseline {
        private @Nullable List<EvaluationReport> kept;

        @Override
        public Optional<List<EvaluationReport>> known() {
            return Optional.ofNullable(kept);
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // owned by the evaluator
        public Weights network() {
            untrainedMade.incrementAndGet();
            return weights(1);
        }

        @Override
        public void found(List<EvaluationReport> reports) {
            kept = reports;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static Weights weights(long seed) {
        Weights weights = Weights.zeros(TinyNetwork.SHAPE);
        Initialization.fill(weights, seed);
        return weights;
    }

    private Evaluator.EvaluateFeatures request(long version) {
        return new Evaluator.EvaluateFeatures(new WeightsSnapshot(weights(2), version, 4), coordinator.getRef());
    }

    private <T> T expect(Class<T> type) {
        List<RunCoordinator.Command> heard = coordinator.fishForMessage(
                Duration.ofSeconds(30),
                message -> message instanceof SideWork.Advanced
                        ? FishingOutcomes.continueAndIgnore()
                        : FishingOutcomes.complete());
        assertThat(heard).singleElement().isInstanceOf(type);
        return type.cast(heard.get(0));
    }

    @Test
    void theFeaturesOfASnapshotAreEvaluatedBesideThoseOfTheUntrainedNetwork() {
        ActorRef<Evaluator.Command> evaluator = evaluator((epoch, ids) -> images(ids));
        evaluator.tell(request(12));

        SideWork.FeaturesEvaluated answer = expect(SideWork.FeaturesEvaluated.class);

        assertThat(answer.version()).isEqualTo(12);
        assertThat(answer.epoch()).isEqualTo(4);
        for (List<EvaluationReport> reports : List.of(answer.reports(), answer.untrained())) {
            assertThat(reports.stream().map(EvaluationReport::kind))
                    .containsExactly(FeatureKind.CLASS_TOKEN, FeatureKind.PATCH_MEAN);
            assertThat(reports).allMatch(report -> report.knnAccuracy() == 1 && report.testCount() == TEST);
        }
        kit.stop(evaluator);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void everyPieceSaysOfWhichNetworkItIs() {
        ActorRef<Evaluator.Command> evaluator = evaluator((epoch, ids) -> images(ids));
        evaluator.tell(request(12));
        Set<String> stages = new LinkedHashSet<>();
        coordinator.fishForMessage(Duration.ofSeconds(30), message -> {
            if (message instanceof SideWork.Advanced advanced) {
                stages.add(advanced.stage().name());
                return FishingOutcomes.continueAndIgnore();
            }
            return FishingOutcomes.complete();
        });

        // The features of so few images are one piece, after which the neighbours come.
        assertThat(stages)
                .containsExactly(
                        "evaluation (untrained): neighbours",
                        "evaluation (untrained): linear classifier",
                        "evaluation",
                        "evaluation: neighbours",
                        "evaluation: linear classifier");
        kit.stop(evaluator);
    }

    @Test
    void theUntrainedNetworkIsEvaluatedOnce() {
        ActorRef<Evaluator.Command> evaluator = evaluator((epoch, ids) -> images(ids));
        evaluator.tell(request(12));
        List<EvaluationReport> first = expect(SideWork.FeaturesEvaluated.class).untrained();
        evaluator.tell(request(20));

        assertThat(expect(SideWork.FeaturesEvaluated.class).untrained()).isSameAs(first);
        assertThat(untrainedMade).hasValue(1);
        assertThat(baseline.kept).isSameAs(first);
    }

    @Test
    void theUntrainedNetworkIsNotMadeWhereItsFiguresAreKnown() {
        List<EvaluationReport> known = List.of();
        baseline.kept = known;
        evaluator((epoch, ids) -> images(ids)).tell(request(12));

        assertThat(expect(SideWork.FeaturesEvaluated.class).untrained()).isSameAs(known);
        assertThat(untrainedMade).hasValue(0);
    }

    @Test
    void whereTheUntrainedNetworkIsNotWantedItIsNotMade() {
        evaluator((epoch, ids) -> images(ids), null).tell(request(12));

        SideWork.FeaturesEvaluated answer = expect(SideWork.FeaturesEvaluated.class);

        assertThat(answer.untrained()).isEmpty();
        assertThat(answer.reports()).hasSize(2);
        assertThat(untrainedMade).hasValue(0);
    }

    @Test
    void dataThatCannotBeUsedAreAnAnswerAndTheNextRequestIsServed() {
        AtomicInteger loads = new AtomicInteger();
        Supplier<RuntimeException> bad = () -> new DataException("9 of 34 images are bad");
        ActorRef<Evaluator.Command> evaluator = evaluator(failingOnce(loads, 1, bad));
        evaluator.tell(request(12));

        assertThat(expect(RunCoordinator.DataRejected.class).reason()).isEqualTo("9 of 34 images are bad");
        assertThat(expect(SideWork.Failed.class))
                .isEqualTo(new SideWork.Failed(Kind.EVALUATION, "9 of 34 images are bad"));
        evaluator.tell(request(20));
        assertThat(expect(SideWork.FeaturesEvaluated.class).version()).isEqualTo(20);
        kit.stop(evaluator);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void anEvaluatorThatFailsFreesItsFeaturesAndIsBackForTheNext() {
        AtomicInteger loads = new AtomicInteger();
        ActorRef<Evaluator.Command> evaluator =
                evaluator(failingOnce(loads, 2, () -> new IllegalStateException("on purpose")));
        evaluator.tell(request(12));

        assertThat(expect(SideWork.Restarted.class).reason()).contains("on purpose");
        ActorKits.assertThatOnlyKernelsHoldMemory();
        evaluator.tell(request(20));
        assertThat(expect(SideWork.FeaturesEvaluated.class).version()).isEqualTo(20);
    }

    private static ViewSource failingOnce(AtomicInteger loads, int at, Supplier<RuntimeException> failure) {
        return (epoch, ids) -> {
            if (loads.incrementAndGet() == at) {
                throw failure.get();
            }
            return images(ids);
        };
    }

    @Test
    void aStopInTheMiddleLeavesNoMemory() {
        CountDownLatch underWay = new CountDownLatch(1);
        ActorRef<Evaluator.Command> evaluator = evaluator((epoch, ids) -> {
            underWay.countDown();
            return images(ids);
        });
        evaluator.tell(request(12));
        Latches.await(underWay);

        kit.stop(evaluator);

        assertThat(TensorLedger.live()).isZero();
    }
}
