package org.masque.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@ExtendWith(NoTensorLeaks.class)
class TensorRefTest {
    @ParameterizedTest(name = "{0} floats")
    @ValueSource(longs = {0, 1, 2, 3, 15, 16, 17, 1000, 12345})
    void newMemoryIsZeroAndBeginsACacheLine(long floats) {
        try (TensorRef first = TensorRef.zeros(floats);
                TensorRef second = TensorRef.zeros(floats)) {
            assertThat(first.tensor().address() % 64).isZero();
            assertThat(second.tensor().address() % 64).isZero();
            assertThat(first.tensor().toArray()).isEqualTo(new float[(int) floats]);
        }
    }

    @Test
    void theLedgerKnowsEveryBlockFromOpeningToTheLastClose() {
        int live = TensorLedger.live();
        long bytes = TensorLedger.bytes();
        try (TensorRef ref = TensorRef.zeros(100);
                TensorRef second = ref.retain()) {
            assertThat(second).isSameAs(ref);
            assertThat(TensorLedger.live()).isEqualTo(live + 1);
            assertThat(TensorLedger.bytes()).isGreaterThanOrEqualTo(bytes + 400);
            assertThat(TensorLedger.origins()).anyMatch(origin -> origin.contains("TensorRefTest"));
        }
        assertThat(TensorLedger.live()).isEqualTo(live);
        assertThat(TensorLedger.bytes()).isEqualTo(bytes);
    }

    @Test
    void aRetainedBlockOutlivesItsFirstClose() {
        TensorRef kept;
        try (TensorRef ref = TensorRef.of(new float[] {1, 2, 3}, 3)) {
            kept = ref.retain();
        }
        try (kept) {
            assertThat(kept.tensor().toArray()).containsExactly(1, 2, 3);
        }
        assertThatThrownBy(kept::tensor).hasMessage("used after close: Tensor[3]");
    }

    @Test
    void useAfterTheLastCloseThrowsEachTime() {
        TensorRef ref = closed(2, 2);
        assertThatThrownBy(ref::tensor).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ref::retain).hasMessage("retained after close: Tensor[2, 2]");
        assertThatThrownBy(ref::close).hasMessage("closed twice: Tensor[2, 2]");
        assertThatThrownBy(ref::close).hasMessage("closed twice: Tensor[2, 2]");
        assertThatThrownBy(ref::tensor).isInstanceOf(IllegalStateException.class);
    }

    private static TensorRef closed(long... shape) {
        try (TensorRef ref = TensorRef.zeros(shape)) {
            return ref;
        }
    }

    @Test
    void ownTakesAWholeArrayOver() {
        INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 2, 3).assign(5);
        try (TensorRef ref = TensorRef.own(array)) {
            assertThat(ref.tensor().shape()).containsExactly(2, 3);
            assertThat(ref.tensor().toArray()).containsOnly(5);
        }
        assertThat(array.wasClosed()).isTrue();
    }

    @Test
    void ownRefusesWhatClosingWouldNotFree() {
        try (INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 4, 3)) {
            assertThatThrownBy(() -> TensorRef.own(array.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all())))
                    .hasMessage("not ownable: detach() or dup() first");
        }
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("own-refuses")) {
            assertThat(workspace.isScopeActive()).isTrue();
            INDArray inWorkspace = Nd4j.create(DataType.FLOAT, 3);
            assertThatThrownBy(() -> TensorRef.own(inWorkspace)).isInstanceOf(IllegalArgumentException.class);
        }
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }

    @Test
    void ownLeavesAnArrayThatItCannotViewToItsOwner() {
        int live = TensorLedger.live();
        try (INDArray doubles = Nd4j.createUninitializedDetached(DataType.DOUBLE, 4)) {
            assertThatThrownBy(() -> TensorRef.own(doubles)).isInstanceOf(IllegalArgumentException.class);
            assertThat(doubles.wasClosed()).isFalse();
        }
        assertThat(TensorLedger.live()).isEqualTo(live);
    }

    @Test
    void beyondTheLimitNothingIsAllocatedAndTheKnobIsNamed() {
        long held = TensorLedger.bytes();
        TensorLedger.limitTo(held + (3 << 20));
        try (TensorRef two = TensorRef.zeros(2 << 18)) {
            assertThat(two.tensor().length()).isEqualTo(2 << 18);
            assertThatThrownBy(() -> TensorRef.zeros(2 << 18))
                    .isInstanceOf(NativeMemoryException.class)
                    .hasMessageContaining("-Dmasque.maxNativeBytes allows; raise it")
                    .hasMessageContaining("optimizer.batchSize");
        } finally {
            TensorLedger.limitTo(0);
        }
        assertThat(TensorLedger.bytes()).isEqualTo(held);
    }

    @Test
    void aRefusedCopyLeavesNothingBehind() {
        int live = TensorLedger.live();
        assertThatThrownBy(() -> TensorRef.of(new float[5], 2, 3)).hasMessage("5 floats for the shape [2, 3]");
        assertThat(TensorLedger.live()).isEqualTo(live);
    }
}
