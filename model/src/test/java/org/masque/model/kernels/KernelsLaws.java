package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

/**
 * What every implementation of {@link Kernels} obeys.
 *
 * <p>Forwards are compared with {@link NaiveKernels}, backwards with {@link FiniteDifferences} of these. A subclass
 * says which implementation is tried.
 */
@ExtendWith(NoTensorLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KernelsLaws
        implements LinearLaws,
                NormalizationLaws,
                ActivationLaws,
                AttentionLaws,
                BiasedAttentionLaws,
                TokenLaws,
                AllTokenLaws,
                ClassLaws,
                DifficultyLaws,
                PartLaws,
                PixelLaws,
                UpdateLaws {
    private @Nullable Kernels kernels;

    /** Opens the implementation under test, or gives up by an assumption. */
    abstract Kernels open() throws ReflectiveOperationException;

    @BeforeAll
    void openKernels() throws ReflectiveOperationException {
        kernels = open();
    }

    @AfterAll
    void closeKernels() {
        if (kernels != null) {
            kernels.close();
        }
    }

    @Override
    public Kernels kernels() {
        return Objects.requireNonNull(kernels);
    }

    @Test
    void theNameIsFitForALog() {
        assertThat(kernels().name()).isNotBlank().doesNotContain("\n");
    }
}
