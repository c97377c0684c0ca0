package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class KernelsProviderTest {
    @Test
    void theVectorApiIsTheFirstChoiceOnAProcessor() {
        try (Kernels kernels = KernelsProvider.open("auto")) {
            assertThat(kernels.name()).startsWith("simd (");
        }
    }

    @Test
    void anUnknownChoiceIsRefusedWithTheChoices() {
        assertThatThrownBy(() -> KernelsProvider.open("fast")).hasMessageContaining("must be auto, simd or nd4j");
    }
}
