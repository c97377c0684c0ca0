package org.masque.model.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class TapeTest {
    // x = v 2, y = x + w x, z = y + w y with v = 1, w = 3: x and y have two readers each, w is used twice.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void everyReaderOfAValueAddsToItsGradient(String choice) {
        try (TensorRef start = TensorRef.of(new float[] {2}, 1, 1);
                TensorRef weights = TensorRef.of(new float[] {1, 3}, 2, 1);
                TensorRef gradients = TensorRef.zeros(2, 1);
                TensorRef one = TensorRef.of(new float[] {1}, 1, 1);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 10)) {
            Tape tape = Tape.recording(kernels, arena);
            Parameter v = parameter(weights, gradients, 0);
            Parameter w = parameter(weights, gradients, 1);
            Variable input = tape.input(start.tensor());
            Variable x = tape.linear(input, v, null);
            Variable y = tape.add(x, tape.linear(x, w, null));
            Variable z = tape.add(y, tape.linear(y, w, null));
            tape.backward(z, one.tensor());

            assertThat(z.value().get(0)).isEqualTo(32);
            assertThat(input.requireGradient().get(0)).isEqualTo(16);
            assertThat(gradients.tensor().toArray()).containsExactly(32, 16);
        }
    }

    // A hundred layers need the memory of a hundred values, and of the gradients of one or two layers.
    @Test
    void gradientsOfAllLayersGoBackThroughTheSameMemory() {
        int layers = 100;
        int width = 64;
        try (TensorRef start = TensorRef.zeros(1, width);
                TensorRef weights = TensorRef.zeros(width, width);
                TensorRef gradients = TensorRef.zeros(width, width);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(16)) {
            Tape tape = Tape.recording(kernels, arena);
            Parameter w = new Parameter(weights.tensor(), gradients.tensor());
            Variable x = tape.input(start.tensor());
            for (int layer = 0; layer < layers; layer++) {
                x = tape.linear(x, w, null);
            }
            tape.backward(x, start.tensor());
            arena.reset();

            assertThat(arena.bytes()).isLessThan((layers + 4L) * width * 4);
        }
    }

    private static Parameter parameter(TensorRef weights, TensorRef gradients, int row) {
        return new Parameter(
                weights.tensor().slice(row, 1, 1), gradients.tensor().slice(row, 1, 1));
    }

    @Test
    void aSumIsRefusedAsTheBranchOfASum() {
        try (TensorRef start = TensorRef.of(new float[] {2}, 1, 1);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 10)) {
            Tape tape = Tape.recording(kernels, arena);
            Variable x = tape.input(start.tensor());
            Variable sum = tape.add(x, tape.input(start.tensor()));

            assertThatThrownBy(() -> tape.add(x, sum))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("share memory");
        }
    }

    @Test
    void lastTokensThatAreNotTheLastReaderAreRefused() {
        try (TensorRef start = TensorRef.of(new float[] {2, 3}, 2, 1);
                TensorRef weights = TensorRef.of(new float[] {1, 3}, 2, 1);
                TensorRef gradients = TensorRef.zeros(2, 1);
                TensorRef one = TensorRef.of(new float[] {1}, 1, 1);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 10)) {
            Tape tape = Tape.recording(kernels, arena);
            Variable x = tape.input(start.tensor());
            Variable last = tape.lastTokens(x, 2, 1);
            Variable other = tape.lastTokens(tape.linear(x, parameter(weights, gradients, 0), null), 2, 1);
            Variable sum = tape.add(last, other);

            assertThatThrownBy(() -> tape.backward(sum, one.tensor()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("replace");
        }
    }

    @Test
    void aTapeThatDoesNotRecordCannotGoBack() {
        try (TensorRef start = TensorRef.of(new float[] {2}, 1, 1);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 10)) {
            Tape tape = Tape.inference(kernels, arena);
            Variable x = tape.input(start.tensor());

            assertThatThrownBy(() -> tape.backward(x, start.tensor()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inference");
        }
    }

    @Test
    void aRecordingTapeRefusesAParameterWithoutAGradient() {
        try (TensorRef start = TensorRef.of(new float[] {2}, 1, 1);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 10)) {
            Tape tape = Tape.recording(kernels, arena);
            Variable y = tape.linear(tape.input(start.tensor()), new Parameter(start.tensor(), null), null);

            assertThatThrownBy(() -> tape.backward(y, start.tensor()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("without a gradient");
        }
    }
}
