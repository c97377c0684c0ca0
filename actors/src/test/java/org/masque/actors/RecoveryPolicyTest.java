package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.actors.BadStep.Cause;
import org.masque.actors.Recovery.Rollback;

class RecoveryPolicyTest {
    private static final int WINDOW = 5;
    private static final RecoveryPolicy POLICY = new RecoveryPolicy(3, 4, WINDOW, 2, 0.5, 2);

    private static Recovery after(double... losses) {
        Recovery recovery = Recovery.NONE;
        for (double loss : losses) {
            recovery = recovery.applied(loss, WINDOW);
        }
        return recovery;
    }

    private static RunCursor cursor(long step, Recovery recovery) {
        return new RunCursor(step, step, -1, recovery);
    }

    @ParameterizedTest(name = "loss {0}, norm {1}")
    @CsvSource({"NaN, 1", "1, NaN", "Infinity, 1", "1, Infinity", "-Infinity, 1"})
    void whatIsNotFiniteIsBadFromTheFirstStepOn(double loss, double norm) {
        assertThat(POLICY.judge(Recovery.NONE, loss, norm)).contains(Cause.NOT_FINITE);
    }

    @Test
    void aSpikeIsMeasuredByTheMedianSoThatOneLargeLossAmongThemDoesNotHideTheNext() {
        Recovery recovery = after(1, 1, 3.9, 1, 1);

        assertThat(POLICY.judge(recovery, 4, 1)).isEqualTo(Optional.empty());
        assertThat(POLICY.judge(recovery, 4.001, 1)).contains(Cause.SPIKE);
    }

    @Test
    void nothingIsASpikeBeforeTheWindowIsFullOrAfterTheTaskChanged() {
        assertThat(POLICY.judge(after(1, 1, 1, 1), 1000, 1)).isEmpty();
        assertThat(POLICY.judge(after(1, 1, 1, 1, 1).taskChanged(), 1000, 1)).isEmpty();
    }

    @Test
    void aFactorOfZeroKnowsNoSpikes() {
        RecoveryPolicy lenient = new RecoveryPolicy(3, 0, WINDOW, 2, 0.5, 2);

        assertThat(lenient.judge(after(1, 1, 1, 1, 1), 1e30, 1)).isEmpty();
    }

    @Test
    void theWindowHoldsTheLastLossesOnly() {
        assertThat(after(IntStream.range(0, 20).asDoubleStream().toArray()).losses())
                .containsExactly(15.0, 16.0, 17.0, 18.0, 19.0);
    }

    @Test
    void onlyBadStepsInARowMakeTheRunGoBack() {
        Recovery two = Recovery.NONE.bad().bad();

        assertThat(POLICY.mustGoBack(two)).isFalse();
        assertThat(POLICY.mustGoBack(two.applied(1, WINDOW).bad())).isFalse();
        assertThat(POLICY.mustGoBack(two.bad())).isTrue();
    }

    @Test
    void whatIsLeftOutBeginsBeforeTheFirstBadStep() {
        Recovery bad = Recovery.NONE.bad().bad().bad();

        assertThat(POLICY.rollback(cursor(10, bad))).isEqualTo(new Rollback(5, 9, 0.5));
        assertThat(POLICY.rollback(cursor(4, bad))).isEqualTo(new Rollback(0, 3, 0.5));
    }

    @Test
    void theRateIsLowerFromTheStepsThatAreLeftOutOnAndEachTime() {
        Recovery recovery = Recovery.NONE
                .backAt(Recovery.NONE, new Rollback(10, 12, 0.5))
                .backAt(Recovery.NONE, new Rollback(20, 22, 0.5));

        assertThat(recovery.rateFactor(9)).isEqualTo(1);
        assertThat(recovery.rateFactor(10)).isEqualTo(0.5);
        assertThat(recovery.rateFactor(22)).isEqualTo(0.25);
        assertThat(recovery.leavesOut(12)).isTrue();
        assertThat(recovery.leavesOut(13)).isFalse();
        assertThat(POLICY.mustGiveUp(recovery)).isTrue();
    }

    @Test
    void goingBackForgetsTheLossesSinceAndKeepsWhatWasLearnt() {
        Recovery checkpoint = after(1, 2);
        Recovery now = after(1, 2, 3, 4).bad().bad().bad();

        assertThat(now.backAt(checkpoint, new Rollback(2, 6, 1)).losses()).containsExactly(1.0, 2.0);
        assertThat(now.backAt(checkpoint, new Rollback(2, 6, 1)).badInARow()).isZero();
    }
}
