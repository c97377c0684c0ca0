package org.masque.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.errorprone.annotations.MustBeClosed;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@ExtendWith(NoTensorLeaks.class)
class TensorTest {
    @MustBeClosed
    private static TensorRef counting(int floats) {
        float[] values = new float[floats];
        for (int i = 0; i < floats; i++) {
            values[i] = i;
        }
        return TensorRef.of(values, floats);
    }

    @Test
    void aSliceOfASliceSeesTheSameMemory() {
        try (TensorRef ref = counting(24)) {
            Tensor outer = ref.tensor().slice(4, 3, 4);
            Tensor inner = outer.slice(5, 2, 2);
            assertThat(inner.toArray()).containsExactly(9, 10, 11, 12);
            assertThat(inner.shape()).containsExactly(2, 2);
            assertThat(inner.address()).isEqualTo(ref.tensor().address() + 9 * 4);
            inner.set(0, -1);
            assertThat(ref.tensor().get(9)).isEqualTo(-1);
            assertThat(outer.bytes().getFloat(inner.start())).isEqualTo(-1);
        }
    }

    @Test
    void aSliceMustLieInside() {
        try (TensorRef ref = counting(6)) {
            Tensor tensor = ref.tensor();
            assertThat(tensor.slice(6, 0).length()).isZero();
            assertThatThrownBy(() -> tensor.slice(3, 4)).hasMessage("floats 3 to 7 of a tensor of 6");
            assertThatThrownBy(() -> tensor.slice(-1, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tensor.slice(0, -2, -3)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReshapeKeepsTheFloatsAndTheirNumber() {
        try (TensorRef ref = counting(12)) {
            Tensor tensor = ref.tensor().slice(2, 6).reshape(3, 1, 2);
            assertThat(tensor.toArray()).containsExactly(2, 3, 4, 5, 6, 7);
            assertThat(tensor.rows()).isEqualTo(3);
            assertThat(tensor.columns()).isEqualTo(2);
            assertThatThrownBy(() -> tensor.reshape(4, 2)).hasMessage("[3, 1, 2] cannot be seen as [4, 2]");
        }
    }

    @Test
    void theNd4jViewSeesTheSlicesFloatsAndWritesThrough() {
        try (TensorRef ref = counting(20)) {
            Tensor tensor = ref.tensor().slice(3, 2, 5);
            INDArray view = tensor.nd();
            assertThat(view.shape()).containsExactly(2, 5);
            assertThat(view.getFloat(1, 2)).isEqualTo(10);
            view.addi(100);
            tensor.set(0, -7);
            assertThat(view.getFloat(0, 0)).isEqualTo(-7);
            assertThat(tensor.slice(1, 9).toArray()).containsExactly(104, 105, 106, 107, 108, 109, 110, 111, 112);
            assertThat(ref.tensor().get(2)).isEqualTo(2);
            assertThat(ref.tensor().get(13)).isEqualTo(13);
        }
    }

    @Test
    void aStridedViewReachesEveryFloatThatItNamesAndNoOther() {
        try (TensorRef ref = counting(40)) {
            Tensor tensor = ref.tensor().slice(3, 30);
            for (int from = 0; from < 10; from++) {
                INDArray view = tensor.strided(from, new long[] {2, 3, 2}, new long[] {12, 3, 1});
                view.addi(100);
                assertThat(view.getFloat(1, 2, 1)).isEqualTo(3 + from + 12 + 6 + 1 + 100);
                view.subi(100);
                assertThat(ref.tensor().get(3 + from + 2)).isEqualTo(3 + from + 2);
            }
            assertThatThrownBy(() -> tensor.strided(11, new long[] {2, 3, 2}, new long[] {12, 3, 1}))
                    .hasMessage("floats 11 to 30 of a tensor of 30");
        }
    }

    @Test
    void copiesGoBothWaysAndOnlyBetweenEqualLengths() {
        try (TensorRef from = counting(9);
                TensorRef to = TensorRef.zeros(9)) {
            to.tensor().slice(2, 4).copyFrom(from.tensor().slice(5, 4));
            assertThat(to.tensor().toArray()).containsExactly(0, 0, 5, 6, 7, 8, 0, 0, 0);
            to.tensor().slice(2, 2).zero();
            to.tensor().slice(7, 2).copyFrom(new float[] {1, 2});
            assertThat(to.tensor().toArray()).containsExactly(0, 0, 0, 0, 7, 8, 0, 1, 2);
            assertThatThrownBy(() -> to.tensor().copyFrom(new float[8])).hasMessage("8 floats for a tensor of 9");
            assertThatThrownBy(() -> to.tensor().copyFrom(from.tensor().slice(0, 8)))
                    .hasMessage("8 floats for a tensor of 9");
        }
    }

    @Test
    void theFloatBufferBeginsAtTheSliceAndEndsWithIt() {
        try (TensorRef ref = counting(9)) {
            FloatBuffer floats = ref.tensor().slice(4, 3).floats();
            assertThat(floats.remaining()).isEqualTo(3);
            assertThat(floats.get(0)).isEqualTo(4);
        }
    }

    @Test
    void onlyWholeRowMajorFloatArraysAreViewed() {
        try (INDArray doubles = Nd4j.createUninitializedDetached(DataType.DOUBLE, 4);
                INDArray columns = Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', 2, 3)) {
            assertThatThrownBy(() -> Tensor.over(doubles)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Tensor.over(columns)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Tag("slow")
    void slicesBeyondTwoGibibytesAreReachedFromABlockThatIsLarger() {
        long floats = (1L << 29) + 100;
        assumeTrue(Pointer.availablePhysicalBytes() > 3L * floats * 4, "too little memory free");
        try (TensorRef ref = TensorRef.zeros(floats)) {
            Tensor end = ref.tensor().slice(floats - 10, 2, 5);
            end.set(9, 3);
            Tensor last = ref.tensor().slice(floats - 50, 50).slice(49, 1);
            assertThat(last.get(0)).isEqualTo(3);
            last.nd().addi(1);
            assertThat(end.get(9)).isEqualTo(4);
            assertThat(end.address()).isEqualTo(ref.tensor().address() + (floats - 10) * 4);
        }
    }
}
