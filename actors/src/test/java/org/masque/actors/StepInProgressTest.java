package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.masque.model.objective.ShardResult;

class StepInProgressTest {
    private final StepInProgress step = new StepInProgress(2);

    private void batch(ShardResult first, ShardResult second) {
        step.awaitWorkers();
        step.shardComputed(0, first);
        step.shardComputed(1, second);
    }

    // The slowest forward of the one and the slowest backward of the other would be 17 of the 12 that passed.
    @Test
    void forwardAndBackwardAreThoseOfTheWorkerThatWasDoneLast() {
        batch(new ShardResult(0, 9, 2), new ShardResult(0, 4, 8));

        assertThat(step.phases().forward()).isEqualTo(4);
        assertThat(step.phases().backward()).isEqualTo(8);
    }

    @Test
    void theBatchesOfAStepComeOneAfterTheOther() {
        batch(new ShardResult(0, 9, 2), new ShardResult(0, 4, 8));
        batch(new ShardResult(0, 3, 4), new ShardResult(0, 1, 1));

        assertThat(step.phases().forward()).isEqualTo(4 + 3);
        assertThat(step.phases().backward()).isEqualTo(8 + 4);
    }
}
