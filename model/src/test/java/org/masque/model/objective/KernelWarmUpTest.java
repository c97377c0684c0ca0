package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.masking.StateCounts;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.KernelWarmUp.Work;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
@Timeout(60)
class KernelWarmUpTest {
    private static final StateCounts COUNTS = new StateCounts(4, 8, 3);

    private static Work work(ModelShape shape, Supplier<Kernels> kernels) {
        return new Work(shape, COUNTS, PixelTarget.NORMALIZED_PIXELS, kernels);
    }

    static Stream<ModelShape> shapes() {
        Tower deep = Tower.of(12, 6, 3);
        return Stream.of(
                TinyNetworks.SHAPE,
                new ModelShape(
                        12, 20, 4, deep, new EncoderUse.VisibleTokens(Tower.of(8, 2, 2), EncoderUse.Difficulty.RANKED)),
                new ModelShape(12, 20, 4, deep, new EncoderUse.AllTokens(Position.ABSOLUTE, 0.1)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyNetworkIsWarmedUpUntilItIsStoppedAndLeavesNothing(ModelShape shape) throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(1);
        Supplier<Kernels> kernels = () -> {
            opened.countDown();
            return KernelsProvider.open("simd");
        };
        long before = TensorLedger.live();
        try (KernelWarmUp warmUp = KernelWarmUp.begin(work(shape, kernels), Duration.ofHours(1))) {
            assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
            warmUp.stop();
        }

        assertThat(TensorLedger.live()).isEqualTo(before);
    }

    @Test
    void itEndsByItself() throws InterruptedException {
        KernelWarmUp warmUp = KernelWarmUp.begin(work(TinyNetworks.SHAPE, () -> KernelsProvider.open("simd")));

        assertThat(warmUp.endsWithin(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatGoesWrongInItIsNoTroubleOfTheRun() {
        Supplier<Kernels> none = () -> {
            throw new IllegalStateException("none here");
        };
        try (KernelWarmUp warmUp = KernelWarmUp.begin(work(TinyNetworks.SHAPE, none))) {
            assertThat(warmUp).isNotNull();
        }
    }

    @Test
    void aStepBesideItHasTheSameBits() {
        float[] alone = gradients();
        try (KernelWarmUp warmUp = KernelWarmUp.begin(work(TinyNetworks.SHAPE, () -> KernelsProvider.open("simd")))) {
            for (int i = 0; i < 20; i++) {
                assertThat(gradients()).isEqualTo(alone);
            }
            warmUp.stop();
        }
    }

    private static float[] gradients() {
        byte[][] states = TinyNetworks.states(1, 3, 4, 8);
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, 3);
                TensorRef gradients = TinyNetworks.gradients(weights);
                ShardTrainer trainer = new ShardTrainer(
                        weights, gradients.tensor(), KernelsProvider.open("simd"), PixelTarget.NORMALIZED_PIXELS, 0)) {
            trainer.train(images.tensor(), states, 0, 3, 0.1f, Start.FRESH);
            return gradients.tensor().toArray();
        }
    }
}
