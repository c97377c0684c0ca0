package org.masque.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoTensorLeaks.class)
class ArenaTest {
    @Test
    void tensorsDoNotOverlapAndBeginCacheLines() {
        try (Arena arena = Arena.open(64)) {
            Tensor first = arena.takeZeros(3, 5);
            Tensor second = arena.takeZeros(17);
            first.nd().assign(1);
            second.nd().assign(2);
            assertThat(first.toArray()).containsOnly(1);
            assertThat(first.address() % 64).isZero();
            assertThat(second.address()).isEqualTo(first.address() + 64);
        }
    }

    @Test
    void afterAResetTheSameRequestsGetTheSameAddresses() {
        try (Arena arena = Arena.open(100)) {
            long first = arena.take(30).address();
            long second = arena.take(7).address();
            arena.reset();
            assertThat(arena.take(30).address()).isEqualTo(first);
            assertThat(arena.take(7).address()).isEqualTo(second);
        }
    }

    @Test
    void whatDoesNotFitOverflowsAndFitsAfterTheNextReset() {
        try (Arena arena = Arena.open(16)) {
            Tensor inside = arena.takeZeros(10);
            Tensor outside = arena.takeZeros(1000);
            Tensor more = arena.takeZeros(40);
            inside.nd().assign(1);
            outside.nd().assign(2);
            more.nd().assign(3);
            assertThat(inside.toArray()).containsOnly(1);
            assertThat(outside.toArray()).containsOnly(2);
            assertThat(TensorLedger.live()).isEqualTo(3);
            arena.reset();
            assertThat(TensorLedger.live()).isEqualTo(1);
            long first = arena.take(10).address();
            assertThat(arena.take(1000).address()).isEqualTo(first + 64);
            assertThat(arena.take(40).address()).isEqualTo(first + 64 + 1008 * 4);
            assertThat(TensorLedger.live()).isEqualTo(1);
        }
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void rewindingGivesTheMemoryOfALaterRequestBack() {
        try (Arena arena = Arena.open(100)) {
            Tensor kept = arena.takeZeros(5);
            long mark = arena.mark();
            long scratch = arena.take(20).address();
            arena.rewind(mark);
            assertThat(arena.take(20).address()).isEqualTo(scratch);
            assertThat(kept.toArray()).containsOnly(0);
        }
    }

    @Test
    void takeZerosClearsWhatAnEarlierMicroBatchLeft() {
        try (Arena arena = Arena.open(50)) {
            arena.take(50).nd().assign(9);
            arena.reset();
            assertThat(arena.takeZeros(5, 10).toArray()).containsOnly(0);
        }
    }

    @Test
    void theBytesHeldCountOverflowUntilItIsGone() {
        try (Arena arena = Arena.open(64)) {
            assertThat(arena.bytes()).isEqualTo(256);
            arena.take(100);
            assertThat(arena.bytes()).isEqualTo(256 + 100 * 4);
            arena.reset();
            assertThat(arena.bytes()).isGreaterThanOrEqualTo(112 * 4);
        }
    }

    @Test
    void anArenaThatCannotGrowCanStillBeClosed() {
        try (Arena arena = Arena.open(64)) {
            arena.take(1 << 18);
            TensorLedger.limitTo(TensorLedger.bytes() - (1 << 19));
            assertThatThrownBy(arena::reset).isInstanceOf(NativeMemoryException.class);
        } finally {
            TensorLedger.limitTo(0);
        }
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void aClosedArenaGivesNothing() {
        Arena closed;
        try (Arena arena = Arena.open(64)) {
            closed = arena;
        }
        assertThatThrownBy(() -> closed.take(1)).isInstanceOf(IllegalStateException.class);
    }
}
