package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SideTurnsTest {
    private static final int PIECES = 200;

    private final ExecutorService actors = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        actors.shutdownNow();
    }

    @ParameterizedTest(name = "{0} cores, {1} workers")
    @CsvSource({"2, 1", "2, 2", "1, 4"})
    void oneSpareCoreOrNoneMeansOneAtATime(int cores, int workers) throws Exception {
        SideTurns turns = SideTurns.beside(cores, workers);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch bothThere = new CountDownLatch(2);
        Runnable actor = () -> {
            bothThere.countDown();
            for (int piece = 0; piece < PIECES; piece++) {
                turns.take(() -> {
                    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    return atWork.decrementAndGet() == 0;
                });
            }
        };
        Future<?> one = actors.submit(actor);
        Future<?> other = actors.submit(actor);

        assertThat(bothThere.await(30, TimeUnit.SECONDS)).isTrue();
        one.get();
        other.get();
        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void twoSpareCoresLetTwoWorkAtOnce() throws Exception {
        SideTurns turns = SideTurns.beside(4, 2);
        // Each piece ends only when the other one has begun.
        CyclicBarrier meeting = new CyclicBarrier(2);
        Future<Boolean> one = actors.submit(() -> turns.take(() -> met(meeting)));
        Future<Boolean> other = actors.submit(() -> turns.take(() -> met(meeting)));

        assertThat(one.get()).isTrue();
        assertThat(other.get()).isTrue();
    }

    @Test
    void aRefreshGoesFirstAndTheRestIsNotForgotten() throws Exception {
        SideTurns turns = SideTurns.beside(2, 1);
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch over = new CountDownLatch(1);
        try (SideTurns.Refresh refresh = turns.refresh()) {
            Future<?> evaluation = actors.submit(() -> {
                for (int piece = 0; piece < 3; piece++) {
                    turns.take(() -> done.add("evaluation"));
                }
                over.countDown();
            });
            // The last one ends the evaluation, so that it never waits for pieces that nobody does.
            while (over.getCount() > 0) {
                refresh.take(() -> done.add("refresh"));
            }
            evaluation.get();
        }
        for (int piece = 0, at = 0; piece < 3; piece++, at++) {
            int next = done.subList(at, done.size()).indexOf("evaluation");
            assertThat(next).as("%s from %d on", done, at).isGreaterThanOrEqualTo(SideTurns.PIECES_FIRST);
            at += next;
        }
    }

    @Test
    void aRefreshThatIsOverHoldsNobodyBack() {
        SideTurns turns = SideTurns.beside(2, 1);
        try (SideTurns.Refresh refresh = turns.refresh()) {
            assertThat(refresh.take(() -> true)).isTrue();
        }

        assertThat(turns.take(() -> true)).isTrue();
        assertThat(turns.take(() -> true)).isTrue();
    }

    @Test
    void twoSpareCoresKeepNobodyWaitingForARefresh() {
        SideTurns turns = SideTurns.beside(3, 1);
        try (SideTurns.Refresh refresh = turns.refresh()) {
            assertThat(turns.take(() -> true)).isTrue();
            assertThat(turns.take(() -> refresh.take(() -> true))).isTrue();
        }
    }

    private static boolean met(CyclicBarrier meeting) {
        try {
            return meeting.await(30, TimeUnit.SECONDS) >= 0;
        } catch (Exception nobodyCame) {
            return false;
        }
    }

    @Test
    void aPieceThatFailsGivesItsTurnBack() {
        SideTurns turns = SideTurns.beside(2, 2);
        assertThatThrownBy(() -> turns.take(() -> {
                    throw new IllegalStateException("damaged");
                }))
                .hasMessage("damaged");

        assertThat(turns.take(() -> true)).isTrue();
        assertThat(turns.take(() -> false)).isFalse();
    }
}
