package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.data.Augmentation;
import org.masque.model.data.DataException;
import org.masque.model.data.ImageViews;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipTally;
import org.masque.model.data.Split;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse.AllTokens;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.EncoderUse.VisibleTokens;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.ParameterLayout.Slice;
import org.masque.model.vit.SkippedBranches;
import org.masque.model.vit.StochasticDepth;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class FineTuningTest {
    private static final int[] LABELS = {2, 0, 1};
    private static final ModelShape SCENES = new ModelShape(32, 32, 8, Tower.of(32, 2, 2), Tower.of(16, 1, 2));

    private static FineTuneSettings settings(FeatureKind head, double dropPath, long seed) {
        return new FineTuneSettings(4, 16, 2e-3, 1, .05, .75, dropPath, .1, head, seed);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static Weights weights(ModelShape shape, long seed) {
        Weights weights = Weights.zeros(shape);
        Initialization.fill(weights, seed);
        move(weights.flat(), weights.layout(), seed);
        return weights;
    }

    // So that no bias is 0 and no scale is 1.
    private static void move(Tensor flat, ParameterLayout layout, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Slice slice : layout.slices()) {
            for (long i = slice.offset(); i < slice.offset() + slice.length(); i++) {
                flat.set(i, flat.get(i) + (float) random.nextDouble(-.2, .2));
            }
        }
    }

    private static ModelShape shape(String network) {
        return new ModelShape(
                12,
                20,
                4,
                Tower.of(12, 2, 3),
                switch (network) {
                    case "mae" -> new VisibleTokens(Tower.of(8, 1, 2));
                    case "simmim" -> new AllTokens(Position.ABSOLUTE, 0);
                    default -> new AllTokens(Position.RELATIVE, .1);
                });
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource({
        "mae, PATCH_MEAN, simd",
        "mae, CLASS_TOKEN, simd",
        "mae, PATCH_MEAN, nd4j",
        "mae, CLASS_TOKEN, nd4j",
        "simmim, PATCH_MEAN, simd",
        "scaled, CLASS_TOKEN, simd",
        "scaled, PATCH_MEAN, nd4j"
    })
    void theGradientOfEveryTensorIsTheSlopeOfTheLoss(String network, FeatureKind head, String choice) {
        try (Weights start = weights(shape(network), 3);
                Kernels kernels = KernelsProvider.open(choice);
                FineTunedNetwork tuned = new FineTunedNetwork(start, 4, settings(head, 0, 1), kernels);
                TensorRef images = TinyNetworks.images(3, LABELS.length)) {
            move(tuned.head().weights(), tuned.head().layout(), 5);
            tuned.clear();
            tuned.lossAndGradients(images.tensor(), LABELS, SkippedBranches.NONE, 1);
            assertSlopes(tuned, start.layout(), tuned.weights().flat(), tuned.gradients(), images.tensor());
            assertSlopes(
                    tuned,
                    tuned.head().layout(),
                    tuned.head().weights(),
                    tuned.head().gradients(),
                    images.tensor());
        }
    }

    // Along a random direction of one tensor; the loss is a float's, so the step is large and the bound is wide.
    private static void assertSlopes(
            FineTunedNetwork tuned, ParameterLayout layout, Tensor flat, Tensor gradients, Tensor images) {
        float step = 1e-2f;
        for (Slice slice : layout.slices()) {
            float[] before = flat.slice(slice.offset(), slice.length()).toArray();
            float[] gradient = gradients.slice(slice.offset(), slice.length()).toArray();
            double expected = 0;
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                SplittableRandom random = new SplittableRandom(slice.offset());
                expected = 0;
                for (int i = 0; i < before.length; i++) {
                    float direction = (float) random.nextDouble(-1, 1) / (float) Math.sqrt(before.length);
                    expected += (double) direction * gradient[i];
                    flat.set(slice.offset() + i, before[i] + (side == 0 ? step : -step) * direction);
                }
                losses[side] = tuned.loss(images, LABELS);
            }
            flat.slice(slice.offset(), slice.length()).copyFrom(before);
            assertThat((losses[0] - losses[1]) / (2 * step))
                    .as(slice.name())
                    .isCloseTo(expected, within(1e-3 + .02 * Math.abs(expected)));
        }
    }

    @Test
    void anImageThatSkipsEveryBranchHasAnotherGradient() {
        try (Weights start = weights(shape("mae"), 3);
                Kernels kernels = KernelsProvider.open("auto");
                FineTunedNetwork tuned =
                        new FineTunedNetwork(start, 4, settings(FeatureKind.PATCH_MEAN, .9, 1), kernels);
                TensorRef images = TinyNetworks.images(3, LABELS.length)) {
            move(tuned.head().weights(), tuned.head().layout(), 5);
            double whole = tuned.lossAndGradients(images.tensor(), LABELS, SkippedBranches.NONE, 1);
            SkippedBranches some = new StochasticDepth(.9, 1).of(0, new int[] {1, 2, 3});

            assertThat(tuned.lossAndGradients(images.tensor(), LABELS, some, 1)).isNotEqualTo(whole);
        }
    }

    private static LabelledSet scenes(int size, Split split) {
        ShapesSource source = new ShapesSource(size, 1, split);
        Augmentation view = new Augmentation(
                32,
                32,
                new Augmentation.Range(.5, 1),
                new Augmentation.Range(.75, 1.33),
                .5,
                new float[3],
                new float[] {1, 1, 1});
        SkipBudget budget = new SkipBudget(new SkipTally(), 0, size);
        return new LabelledSet(
                split == Split.TRAIN
                        ? ImageViews.augmented(source, view, budget, 1)
                        : ImageViews.whole(source, view, budget),
                size,
                source::label);
    }

    private static FineTuneReport run(FineTuneSettings settings, Weights start) {
        try (Kernels kernels = KernelsProvider.open("auto")) {
            return new FineTuning(settings, scenes(64, Split.TRAIN), scenes(40, Split.TEST), 10)
                    .run(start, kernels, new Heard());
        }
    }

    /** Steps, epochs and tested images, one after the other. */
    private static final class Heard implements FineTuning.Progress {
        private final List<String> told = new ArrayList<>();

        @Override
        public void stepDone(long step, long steps) {
            told.add(step + "/" + steps);
        }

        @Override
        public void epochDone(int epoch, double loss) {
            told.add("epoch " + epoch);
        }

        @Override
        public void tested(int images, int all) {
            told.add(images + " of " + all);
        }
    }

    @Test
    void everyStepAndTestImageIsTold() {
        Heard heard = new Heard();
        FineTuneSettings settings = settings(FeatureKind.PATCH_MEAN, .2, 1);
        try (Weights start = Weights.zeros(SCENES);
                Kernels kernels = KernelsProvider.open("auto")) {
            Initialization.fill(start, 1);
            FineTuning tuning = new FineTuning(settings, scenes(64, Split.TRAIN), scenes(40, Split.TEST), 10);
            tuning.run(start, kernels, heard);
            assertThat(tuning.steps()).isEqualTo(16);
        }
        // Test images come in micro-batches of 512 rows: 30 images of 17 tokens.
        assertThat(heard.told)
                .containsExactly(
                        "1/16",
                        "2/16",
                        "3/16",
                        "4/16",
                        "epoch 1",
                        "5/16",
                        "6/16",
                        "7/16",
                        "8/16",
                        "epoch 2",
                        "9/16",
                        "10/16",
                        "11/16",
                        "12/16",
                        "epoch 3",
                        "13/16",
                        "14/16",
                        "15/16",
                        "16/16",
                        "epoch 4",
                        "30 of 40",
                        "40 of 40");
    }

    @ParameterizedTest
    @CsvSource({"PATCH_MEAN", "CLASS_TOKEN"})
    void theSameSeedGivesTheSameBitsAndTheWeightsGivenStayAsTheyAre(FeatureKind head) {
        try (Weights start = Weights.zeros(SCENES)) {
            Initialization.fill(start, 1);
            float[] before = start.flat().toArray();

            FineTuneReport one = run(settings(head, .2, 1), start);
            FineTuneReport again = run(settings(head, .2, 1), start);
            FineTuneReport other = run(settings(head, .2, 2), start);

            assertThat(start.flat().toArray()).isEqualTo(before);
            assertThat(again.losses()).isEqualTo(one.losses()).isNotEqualTo(other.losses());
            assertThat(again.confusion()).isDeepEqualTo(one.confusion());
            assertThat(one.losses()).hasSize(4);
            assertThat(one.losses().get(3)).isLessThan(one.losses().get(0));
            assertThat(one.testCount()).isEqualTo(40);
            assertThat(one.accuracy()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void theDecoderDoesNotLearnAndTheFirstLayersLearnLess() {
        try (Weights start = weights(shape("mae"), 3);
                Kernels kernels = KernelsProvider.open("auto");
                FineTunedNetwork tuned =
                        new FineTunedNetwork(start, 4, settings(FeatureKind.CLASS_TOKEN, 0, 1), kernels);
                TensorRef images = TinyNetworks.images(3, LABELS.length)) {
            move(tuned.head().weights(), tuned.head().layout(), 5);
            tuned.lossAndGradients(images.tensor(), LABELS, SkippedBranches.NONE, 1);
            tuned.update(new AdamStep(1e-3f, .9f, .999f, 1e-8f, 1));

            assertThat(moved(start, tuned, "decoder_embed.weight")).isZero();
            assertThat(moved(start, tuned, "mask_token")).isZero();
            // Adam's first step is the rate itself, nearly; the decay of weights is small beside it.
            assertThat(moved(start, tuned, "norm.bias")).isCloseTo(1e-3, within(2e-5));
            assertThat(moved(start, tuned, "patch_embed.proj.bias")).isCloseTo(1e-3 * .75 * .75 * .75, within(2e-5));
        }
    }

    // The largest change of a tensor's numbers.
    private static double moved(Weights start, FineTunedNetwork tuned, String name) {
        float[] before = start.parameter(name).toArray();
        float[] after = tuned.weights().parameter(name).toArray();
        double most = 0;
        for (int i = 0; i < before.length; i++) {
            most = Math.max(most, Math.abs(after[i] - before[i]));
        }
        return most;
    }

    @Test
    void aLossThatComesToNoNumberIsSaidWithTheRemedy() {
        try (Weights start = Weights.zeros(SCENES)) {
            Initialization.fill(start, 1);
            start.parameter("blocks.0.mlp.fc1.weight").set(0, Float.NaN);

            assertThatThrownBy(() -> run(settings(FeatureKind.PATCH_MEAN, 0, 1), start))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("not finite in epoch 1");
        }
    }
}
