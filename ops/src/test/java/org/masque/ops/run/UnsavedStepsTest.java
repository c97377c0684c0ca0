package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.masque.actors.StepReport;
import org.masque.masking.StateCounts;

class UnsavedStepsTest {
    private final UnsavedSteps unsaved = new UnsavedSteps();

    private void step(long step) {
        unsaved.stepApplied(new StepReport(
                step, 99, 0, 1, 1, 1, 1, new StateCounts(1, 1, 0), -1, 0, new StepReport.Times(1, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void itCountsFromTheLastCheckpointOfThisStartOrOneBefore() {
        unsaved.checkpointFound(20, Instant.EPOCH, 0);
        unsaved.runStarted(20, 99, 4);
        assertThat(unsaved.text()).contains("lose 0 steps since the checkpoint of step 20");
        step(21);
        step(22);
        assertThat(unsaved.text()).contains("step 22").contains("lose 2 steps since the checkpoint of step 20");
        unsaved.checkpointWritten(21, Path.of("somewhere"), 1, 1);
        assertThat(unsaved.text()).contains("lose 1 steps since the checkpoint of step 21");
    }

    @Test
    void aRunThatWentBackHasNothingUnsaved() {
        step(30);
        unsaved.rolledBack(30, 12);

        assertThat(unsaved.text()).contains("lose 0 steps since the checkpoint of step 12");
    }
}
