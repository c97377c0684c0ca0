package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.TinyNetworks;

@ExtendWith(NoTensorLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // a training state owns its weights
class TeacherTest {
    private static final Teacher.Decay PUBLISHED = new Teacher.Decay(0.999, 0.9999, 100);

    // Spec 5.6: .999 + e/100 * .0009, up to .9999.
    @ParameterizedTest(name = "epoch {0}")
    @CsvSource({"0, .999", "1, .999009", "50, .99945", "100, .9999", "199, .9999"})
    void theDecayGrowsEvenlyAndThenStays(int epoch, double decay) {
        assertThat(PUBLISHED.at(epoch)).isCloseTo(decay, within(1e-12));
    }

    @Test
    void theTeacherBeginsAsTheWeightsAndFollowsEachUpdate() {
        try (TrainingState state = new TrainingState(TinyNetworks.weights(1), 0, 3, new Teacher.Decay(0.75, 0.5, 2));
                Kernels kernels = KernelsProvider.open("simd")) {
            Teacher teacher = Objects.requireNonNull(state.teacher());
            float[] expected = state.weights().flat().toArray();
            assertThat(teacher.weights().flat().toArray()).isEqualTo(expected);
            assertThat(state.mapWeights()).isSameAs(teacher.weights());
            for (int epoch = 0; epoch < 3; epoch++) {
                update(state, kernels, epoch);
                float decay = new float[] {0.75f, 0.625f, 0.5f}[epoch];
                float[] weights = state.weights().flat().toArray();
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = Math.fma(weights[i], 1 - decay, expected[i] * decay);
                }
                assertThat(teacher.weights().flat().toArray()).isEqualTo(expected);
            }
        }
    }

    private static void update(TrainingState state, Kernels kernels, int epoch) {
        for (int worker = 0; worker < state.workers(); worker++) {
            for (long i = 0; i < state.gradients(worker).length(); i++) {
                state.gradients(worker).set(i, (float) (i % 7 - 3));
            }
        }
        for (int worker = 0; worker < state.workers(); worker++) {
            state.updateSlice(worker, kernels, new AdamStep(1e-2f, 0.9f, 0.95f, 1e-8f, epoch + 1L), 1, epoch);
        }
    }

    @Test
    void withoutATeacherMapsAreMadeOfTheWeights() {
        try (TrainingState state = new TrainingState(TinyNetworks.weights(2), 0, 1)) {
            assertThat(state.teacher()).isNull();
            assertThat(state.mapWeights()).isSameAs(state.weights());
        }
    }
}
