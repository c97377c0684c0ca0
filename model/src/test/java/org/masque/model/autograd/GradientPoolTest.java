package org.masque.model.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class GradientPoolTest {
    private static void write(Tensor tensor, float value) {
        tensor.set(0, value);
    }

    @Test
    void whatNobodyHoldsIsGivenAgainInAnotherShapeOfThatLength() {
        try (Arena arena = Arena.open(1 << 10)) {
            GradientPool pool = new GradientPool(arena);
            Tensor first = pool.take(2, 6);
            write(first, 7);
            pool.release(first);

            Tensor second = pool.take(3, 4);

            assertThat(second.get(0)).isEqualTo(7);
            assertThat(second.shape()).containsExactly(3, 4);
        }
    }

    @Test
    void whatTwoValuesShareIsFreeAfterBothHandedItOn() {
        try (Arena arena = Arena.open(1 << 10)) {
            GradientPool pool = new GradientPool(arena);
            Tensor shared = pool.take(4);
            write(shared, 7);
            pool.hold(shared);
            pool.release(shared);
            Tensor other = pool.take(4);
            write(other, 1);
            assertThat(shared.get(0)).isEqualTo(7);

            pool.release(shared);
            write(pool.take(4), 2);

            assertThat(shared.get(0)).isEqualTo(2);
        }
    }

    @Test
    void aGradientFromElsewhereIsNeverGiven() {
        try (Arena arena = Arena.open(1 << 10);
                TensorRef elsewhere = TensorRef.of(new float[] {7}, 1)) {
            GradientPool pool = new GradientPool(arena);
            pool.hold(elsewhere.tensor());
            pool.release(elsewhere.tensor());

            write(pool.take(1), 1);

            assertThat(elsewhere.tensor().get(0)).isEqualTo(7);
        }
    }
}
